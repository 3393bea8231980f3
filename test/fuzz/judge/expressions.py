"""Evaluates expressions over rows, as procnet(1) documents them. What it does not support is left undecided."""

import fnmatch
import ipaddress
import re
from fractions import Fraction

OPERATOR_WORDS = {
    'eq': '=', 'ne': '!=', 'neq': '!=', 'gt': '>', 'lt': '<', 'ge': '>=', 'geq': '>=', 'le': '<=', 'leq': '<=',
}
SYMBOLS = ['&&', '||', '==', '!=', '!~', '>=', '<=', '=', '>', '<', '~', '&', '|', '!', '(', ')', ',']
WORD = re.compile(r'(?:\[[^\]\s]{0,100}\]|[^\s()=<>~&|!,"])+')
NUMERIC = {'port', 'integer', 'counter', 'rate', 'duration'}
ENDS = {'src': 'local', 'laddr': 'local', 'dst': 'remote', 'raddr': 'remote'}
SUBJECTS = {
    'sport': ['localPort', 'sourcePort'], 'lport': ['localPort', 'sourcePort'],
    'dport': ['remotePort', 'destinationPort'], 'rport': ['remotePort', 'destinationPort'],
}
END_COLUMNS = {'local': ['localAddress', 'source'], 'remote': ['remoteAddress', 'destination']}


class Unsure(Exception):
    """Not supported by this evaluator: procnet may accept or refuse it."""


class Token:
    def __init__(self, kind, text, flags=None):
        self.kind, self.text, self.flags = kind, text, flags


def tokens_of(text):
    if not text.isascii() or len(text) > 5000:
        raise Unsure
    at, found = 0, []
    while True:
        while at < len(text) and text[at] in ' \t\n\r\v\f':
            at += 1
        if at == len(text):
            return found + [Token('end', '')]
        if text[at] in '"\'':
            end = text.find(text[at], at + 1)
            if end < 0 or '\\' in text[at:end]:
                raise Unsure
            found.append(Token('quoted', text[at + 1:end]))
            at = end + 1
            continue
        if text[at] == '/' and found and found[-1].kind == 'operator' and found[-1].text.endswith('~'):
            literal = re.compile(r'/([A-Za-z0-9_ :-]+)/(i?)(?![a-z])').match(text, at)
            if literal is None:
                raise Unsure
            found.append(Token('regex', literal[1], literal[2]))
            at = literal.end()
            continue
        symbol = next((symbol for symbol in SYMBOLS if text.startswith(symbol, at)), None)
        if symbol is not None:
            at += len(symbol)
            kinds = {'&&': 'and', '&': 'and', '||': 'or', '|': 'or', '!': 'not', '(': '(', ')': ')', ',': ','}
            found.append(Token(kinds.get(symbol, 'operator'), '=' if symbol == '==' else symbol))
            continue
        word = WORD.match(text, at)
        if word is None:
            raise Unsure
        at = word.end()
        lower = word[0].lower()
        if lower in ('and', 'or', 'not'):
            found.append(Token(lower, word[0]))
        elif lower in OPERATOR_WORDS:
            found.append(Token('operator', OPERATOR_WORDS[lower]))
        else:
            found.append(Token('word', word[0]))


class Parser:
    """Builds functions that return whether a row matches."""

    def __init__(self, text, data):
        self.tokens, self.at, self.depth, self.data = tokens_of(text), 0, 0, data

    def now(self, *kinds):
        return self.tokens[self.at].kind in kinds

    def take(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def skip(self, kind):
        if self.now(kind):
            self.at += 1
            return True
        return False

    def whole(self):
        test = self.group()
        if not self.now('end'):
            raise Unsure
        return test

    def group(self):
        if not self.is_step():
            return self.either()
        states = self.states()
        if not self.now('word', '(', 'not'):
            return self.either(states)
        rest = self.either()
        return lambda row: states(row) and rest(row)

    def either(self, first=None):
        parts = [self.both(first)]
        while self.skip('or'):
            parts.append(self.both())
        return lambda row: any(part(row) for part in parts)

    def both(self, first=None):
        parts = [first or self.negation()]
        while self.skip('and') or self.now('word', '(', 'not'):
            parts.append(self.negation())
        return lambda row: all(part(row) for part in parts)

    def negation(self):
        if not self.skip('not'):
            return self.primary()
        part = self.deeper(self.negation)
        return lambda row: not part(row)

    def deeper(self, read):
        self.depth += 1
        if self.depth > 80:
            raise Unsure
        inside = read()
        self.depth -= 1
        return inside

    def primary(self):
        if self.skip('('):
            inside = self.deeper(self.group)
            if not self.skip(')'):
                raise Unsure
            return inside
        if self.is_step():
            return self.states()
        if not self.now('word'):
            raise Unsure
        return self.test()

    def is_step(self):
        token = self.tokens[self.at]
        if token.kind != 'word':
            return False
        lower = token.text.lower()
        if lower in ('exclude', 'excl'):
            return True
        after = self.tokens[self.at + 1]
        return lower == 'state' and after.kind not in ('operator', 'not') and not self.is_in(after)

    def is_in(self, token):
        return token.kind == 'word' and token.text.lower() == 'in'

    def states(self):
        steps = []
        while self.is_step():
            keeps = self.take().text.lower() == 'state'
            steps.append((keeps, [self.data.state_set(word.text) for word in self.values()]))

        def test(row):
            for keeps, sets in reversed(steps):
                if any(inside(row) for inside in sets):
                    return keeps
            return not steps[0][0]
        return test

    def values(self):
        found = [self.value()]
        while self.skip(','):
            found.append(self.value())
        return found

    def value(self):
        if not self.now('word', 'quoted', 'regex'):
            raise Unsure
        return self.take()

    def test(self):
        subject = self.take().text
        if self.now('operator'):
            operator = self.take().text
            values = self.values() if operator in ('=', '!=') else [self.value()]
            return self.data.comparison(subject, operator, values)
        negated = self.now('not') and self.is_in(self.tokens[self.at + 1])
        if negated or self.is_in(self.tokens[self.at]):
            self.at += 2 if negated else 1
            if not self.skip('('):
                raise Unsure
            values = self.values()
            if not self.skip(')'):
                raise Unsure
            return self.data.comparison(subject, 'not in' if negated else 'in', values)
        if subject.lower() in list(ENDS) + list(SUBJECTS) + ['dev', 'port', 'addr', 'process', 'pid']:
            return self.data.comparison(subject, '=', self.values())
        return self.data.bare(subject)


CODES = {
    1: 'ESTABLISHED', 2: 'SYN_SENT', 3: 'SYN_RECV', 4: 'FIN_WAIT1', 5: 'FIN_WAIT2', 6: 'TIME_WAIT', 7: 'CLOSE',
    8: 'CLOSE_WAIT', 9: 'LAST_ACK', 10: 'LISTEN', 11: 'CLOSING',
}
ALIASES = {
    'ESTAB': ['ESTABLISHED'], 'SYNRCV': ['SYN_RECV'], 'SYNRECEIVED': ['SYN_RECV'], 'CLOSED': ['CLOSE', 'UNCONN'],
    'UNCONNECTED': ['UNCONN', 'CLOSE'], 'CLOSE': ['CLOSE', 'UNCONN'],
}
IDLE = {'LISTEN', 'CLOSE', 'UNCONN'}
GROUPS = {
    'CONNECTED': lambda state: state not in IDLE,
    'SYNCHRONIZED': lambda state: state not in IDLE and state != 'SYN_SENT',
    'BUCKET': lambda state: state in ('SYN_RECV', 'TIME_WAIT'),
    'BIG': lambda state: state not in ('SYN_RECV', 'TIME_WAIT'),
}


def network(word):
    """Packed address and prefix length."""
    inside = re.fullmatch(r'\[([0-9a-fA-F:.]+)\](/\d+)?', word)
    if inside is not None:
        word = inside[1] + (inside[2] or '')
    found = re.fullmatch(r'(\d{1,3}(?:\.\d{1,3}){0,3})(?:/(\d{1,2}))?', word)
    if found is not None:
        octets = [int(part) for part in found[1].split('.')]
        if max(octets) > 255 or re.search(r'(^|\.)0\d', found[1]) or int(found[2] or 0) > 32:
            raise Unsure
        return bytes(octets + [0] * (4 - len(octets))), int(found[2] or 32)
    if ':' not in word or re.fullmatch(r'[0-9a-fA-F:.]+(/\d{1,3})?', word) is None:
        raise Unsure
    address, _, length = word.partition('/')
    try:
        packed = ipaddress.IPv6Address(address).packed
    except ValueError:
        raise Unsure
    if int(length or 128) > 128:
        raise Unsure
    return packed, int(length or 128)


def lies_in(text, wanted):
    packed, length = wanted
    address = ipaddress.ip_address(text).packed
    if len(address) == 16 and len(packed) == 4:
        if address[:12] != bytes(10) + b'\xff\xff':
            return False
        address = address[12:]
    if len(address) != len(packed):
        return False
    shift = len(packed) * 8 - length
    return int.from_bytes(address, 'big') >> shift == int.from_bytes(packed, 'big') >> shift


UNITS = {
    'k': 10 ** 3, 'm': 10 ** 6, 'g': 10 ** 9, 't': 10 ** 12, 'p': 10 ** 15, 'e': 10 ** 18,
    'ki': 2 ** 10, 'mi': 2 ** 20, 'gi': 2 ** 30, 'ti': 2 ** 40, 'pi': 2 ** 50, 'ei': 2 ** 60,
}
TIMES = {'ms': 1, 's': 1000, 'm': 60_000, 'min': 60_000, 'h': 3_600_000, 'd': 86_400_000}


def number(word, column):
    unit = column.get('unit')
    if re.fullmatch(r'0[xX][0-9a-fA-F]{1,16}', word):
        return Fraction(int(word, 16))
    found = re.fullmatch(r'(-?\d{1,39}(?:\.\d{1,9})?)([A-Za-z]*)', word)
    if found is None:
        raise Unsure
    value = Fraction(found[1])
    if unit in ('milliseconds', 'seconds'):
        if found[2]:
            if found[2] not in TIMES:
                raise Unsure
            value = value * TIMES[found[2]] / (1000 if unit == 'seconds' else 1)
    elif found[2]:
        suffix = found[2].lower()
        if suffix.endswith('b') and unit == 'bytes' and suffix not in UNITS:
            suffix = suffix[:-1]
        if suffix and suffix not in UNITS:
            raise Unsure
        value *= UNITS.get(suffix, 1)
    has_fractions = column['kind'] in ('rate', 'duration') or unit == 'percent'
    if abs(value) > 2 ** 64 - 1 or (value.denominator != 1 and not has_fractions):
        raise Unsure
    return value


def span(word, column):
    two = re.fullmatch(r'([^-]+)-([^-]+)', word)
    low, high = (number(two[1], column), number(two[2], column)) if two else (number(word, column),) * 2
    if low > high:
        raise Unsure
    return low, high


def ports(word):
    """Range and protocol."""
    found = re.fullmatch(r':?(\d{1,5})(?:-(\d{1,5}))?(?:/(tcp|udp))?', word)
    if found is None or any(len(part or '') > 1 and part.startswith('0') for part in found.groups()[:2]):
        raise Unsure
    low, high = int(found[1]), int(found[2] or found[1])
    if low > high or high > 65535:
        raise Unsure
    return (low, high), found[3]


class Data:
    def __init__(self, columns, rows):
        self.columns = {column['name']: column for column in columns}
        self.rows = rows

    def column(self, word):
        """By exact name, because another case may be another word."""
        return self.columns.get(word)

    def subject(self, word):
        if word in ('process', 'pid'):
            raise Unsure
        column = self.column(word)
        if column is not None:
            if column['kind'] in ('list', 'names', 'numbers') or column.get('hasText'):
                raise Unsure
            return [column], column['kind']
        lower = word.lower()
        if lower in ENDS or lower in SUBJECTS:
            names = END_COLUMNS[ENDS[lower]] if lower in ENDS else SUBJECTS[lower]
            found = [self.columns[name] for name in names if name in self.columns and self.columns[name]['kind'] != 'text']
            if not found:
                raise Unsure
            return found[:1], 'end' if lower in ENDS else 'port'
        kind = {'port': 'port', 'addr': 'address', 'dev': 'interface'}.get(lower)
        found = [column for column in self.columns.values() if column['kind'] == kind]
        if kind is None or not found:
            raise Unsure
        return found, {'port': 'port', 'addr': 'end', 'dev': 'dev'}[lower]

    def state_set(self, word):
        column = next((column for column in self.columns.values() if column['kind'] == 'state'), None)
        if column is None:
            raise Unsure
        known = column.get('values') or []
        is_socket = 'LISTEN' in known and 'UNCONN' in known
        read = lambda row: row[column['name']]
        plain = re.sub('[-_ ]', '', word.upper())
        wanted = [name for name in known if re.sub('[-_ ]', '', name.upper()) == plain]
        if wanted:
            if is_socket and wanted == ['CLOSE']:
                wanted = ['CLOSE', 'UNCONN']
            return lambda row: read(row) in wanted
        if 'LISTEN' not in known:
            raise Unsure
        if word.lower() == 'all':
            return lambda row: True
        if plain == 'LISTENING' and is_socket:
            return lambda row: read(row) == 'LISTEN' or (
                read(row) == 'UNCONN' and row['protocol'] in ('udp', 'udplite', 'raw', 'icmp'))
        if plain in GROUPS and is_socket:
            return lambda row: read(row) in known and GROUPS[plain](read(row))
        if plain in ALIASES and is_socket:
            return lambda row: read(row) in ALIASES[plain]
        code = re.fullmatch(r'0X([0-9A-F]{2})|(0[0-9A-F])', word.upper())
        if code is None or not is_socket:
            raise Unsure
        value = int(code[1] or code[2], 16)
        wanted = [CODES.get(value, 'UNKNOWN(0x%02X)' % value)]
        if wanted == ['CLOSE']:
            wanted.append('UNCONN')
        return lambda row: read(row) in wanted

    def bare(self, word):
        if re.fullmatch(r'[A-Za-z][A-Za-z0-9_-]*', word):
            try:
                return self.state_set(word)
            except Unsure:
                pass
            column = self.column(word)
            if column is None or column['kind'] != 'flag':
                raise Unsure
            return lambda row: row[word] is True
        token = Token('word', word)
        if re.match(r':\d|\d+(-\d+)?/[a-z]', word):
            columns = [column for column in self.columns.values() if column['kind'] == 'port']
            tests = [self.one(column, 'port', token)[0] for column in columns]
        elif re.fullmatch(r'[0-9a-fA-F:.\[\]/]+', word) and re.search('[.:/]', word):
            columns = [column for column in self.columns.values() if column['kind'] == 'address']
            tests = [self.one(column, 'end', token)[0] for column in columns]
        else:
            raise Unsure
        if not tests:
            raise Unsure
        return lambda row: any(test(row) for test in tests)

    def comparison(self, subject, operator, values):
        columns, kind = self.subject(subject)
        if len(columns) == 1 and kind != 'dev' and len(values) == 1 and values[0].kind == 'word' and operator in (
                '=', '!=', '<', '<=', '>', '>='):
            other = self.other_column(columns[0], kind, values[0])
            if other is not None:
                return self.two_columns(columns[0], other, operator)
        if operator in ('~', '!~'):
            return self.pattern(columns, kind, operator, values[0])
        if operator in ('<', '<=', '>', '>='):
            return self.order(columns, kind, operator, values[0])
        return self.equality(columns, kind, operator, values)

    def other_column(self, left, kind, token):
        """Words that may name a column, even by an alias, are left undecided unless they clearly do."""
        right = self.column(token.text)
        if right is None:
            lower = token.text.lower()
            if lower in list(ENDS) + list(SUBJECTS) + ['port', 'addr', 'dev', 'process', 'pid']:
                raise Unsure
            if any(lower in (name.lower(), (column.get('heading') or '').lower()) for name, column in self.columns.items()):
                raise Unsure
            return None
        if right.get('hasText') or left.get('hasText') or token.text in (left.get('values') or []) or kind == 'end':
            raise Unsure
        groups = [NUMERIC, {'address'}, {'flag'}, {'text', 'interface', 'mac'}]
        group = next((group for group in groups if left['kind'] in group), None)
        if group is None or right['kind'] not in group:
            raise Unsure
        return right

    def two_columns(self, left, right, operator):
        a, b = left['name'], right['name']
        if operator not in ('=', '!=') and left['kind'] not in NUMERIC:
            raise Unsure

        def plain(value):
            return value[7:] if left['kind'] == 'address' and re.match(r'::ffff:\d+\.', value) else value

        def test(row):
            if row[a] is None or row[b] is None:
                return False
            return ORDERS[operator](plain(row[a]), plain(row[b]))
        return test

    def pattern(self, columns, kind, operator, token):
        if token.kind != 'regex' or kind == 'dev' or any(column['kind'] in ('flag',) for column in columns):
            raise Unsure
        found = re.compile(token.text, re.I if token.flags else 0)
        names = [column['name'] for column in columns]

        def test(row):
            known = [row[name] for name in names if row[name] is not None]
            holds = any(found.search(str(value)) for value in known)
            return holds if operator == '~' else not holds and len(known) == len(names)
        return test

    def order(self, columns, kind, operator, token):
        if token.kind == 'regex' or any(column['kind'] not in NUMERIC for column in columns):
            raise Unsure
        tests = []
        for column in columns:
            if kind == 'port' or column['kind'] == 'port':
                (low, high), protocol = ports(token.text)
                if low != high or protocol is not None:
                    raise Unsure
                limit = low
            else:
                limit = number(token.text, column)
            tests.append((column['name'], limit))
        return lambda row: any(row[name] is not None and ORDERS[operator](row[name], limit) for name, limit in tests)

    def equality(self, columns, kind, operator, values):
        given = [token for token in values if not (token.kind == 'word' and token.text == 'null')]
        has_null = len(given) < len(values)
        tests = [self.one(column, kind, token) for column in columns for token in given]
        reads = {name for _, names in tests for name in names} or {column['name'] for column in columns}
        holds = lambda row: any(test(row) for test, _ in tests)
        if operator in ('!=', 'not in'):
            return lambda row: all(row[name] is not None for name in reads) and not holds(row)
        if has_null:
            return lambda row: holds(row) or any(row[name] is None for name in reads)
        return holds

    def one(self, column, kind, token):
        """One column compared with one value: the test, and the columns that it reads."""
        name, word = column['name'], token.text
        if token.kind == 'regex':
            raise Unsure
        if kind == 'end':
            return self.end(column, word)
        if kind == 'dev':
            if token.kind == 'word' and self.column(word) is not None:
                raise Unsure
            text, _ = self.text(column, token)
            if 'localAddress' not in self.columns:
                return text, {name}
            everywhere = ('0.0.0.0', '::')
            return lambda row: text(row) or row['localAddress'] in everywhere, {name, 'localAddress'}
        if column['kind'] == 'port':
            (low, high), protocol = ports(word)
            if protocol is None:
                return lambda row: row[name] is not None and low <= row[name] <= high, {name}
            return (lambda row: row[name] is not None and low <= row[name] <= high and row['protocol'] == protocol,
                    {name, 'protocol'})
        if column['kind'] == 'address':
            wanted = network(word)
            return lambda row: row[name] is not None and lies_in(row[name], wanted), {name}
        if column['kind'] == 'state':
            inside = self.state_set(word)
            reads = {name} | ({'protocol'} if re.sub('[-_ ]', '', word.upper()) == 'LISTENING' else set())
            return inside, reads
        if column['kind'] == 'flag':
            truth = {'true': True, 'yes': True, '1': True, 'false': False, 'no': False, '0': False}.get(word.lower())
            if truth is None:
                raise Unsure
            return lambda row: row[name] is truth, {name}
        if column['kind'] in NUMERIC:
            low, high = span(word, column)
            return lambda row: row[name] is not None and low <= row[name] <= high, {name}
        return self.text(column, token)

    def text(self, column, token):
        name, word, known = column['name'], token.text, column.get('values')
        if column['kind'] == 'mac' or '[' in word or '\\' in word:
            raise Unsure
        if token.kind == 'word' and known is not None:
            if word not in known:
                raise Unsure
        if token.kind == 'word' and re.search(r'[*?]', word):
            glob = re.compile(fnmatch.translate(word))
            return lambda row: row[name] is not None and (row[name] == word or glob.match(row[name]) is not None), {name}
        return lambda row: row[name] == word, {name}

    def end(self, column, word):
        name, port_name = column['name'], column.get('port')
        inside = re.fullmatch(r'(\[[^\]]*\]|[0-9.*]*)(?::([0-9-]+|\*))?', word)
        if inside is None:
            if ':' in word and not re.fullmatch(r'[0-9a-fA-F:]*:[0-9a-fA-F]*[a-fA-F][0-9a-fA-F]*(/\d+)?', word):
                raise Unsure
            inside = (word, word, None)
        address, port = inside[1], inside[2]
        if address in ('*', '') and port is None:
            raise Unsure
        wanted = None if address in ('*', '') else network(address)
        reads = set() if wanted is None else {name}
        if port in (None, '*'):
            if wanted is None:
                raise Unsure
            return lambda row: row[name] is not None and lies_in(row[name], wanted), reads
        if port_name is None:
            raise Unsure
        (low, high), _ = ports(port)

        def test(row):
            if wanted is not None and (row[name] is None or not lies_in(row[name], wanted)):
                return False
            return row[port_name] is not None and low <= row[port_name] <= high
        return test, reads | {port_name}


ORDERS = {
    '=': lambda a, b: a == b, '!=': lambda a, b: a != b, '<': lambda a, b: a < b, '<=': lambda a, b: a <= b,
    '>': lambda a, b: a > b, '>=': lambda a, b: a >= b,
}
DATA = {}


def judge(case):
    if 'columns' in case:
        DATA[case['data']] = Data(case['columns'], case['rows'])
        return []
    data = DATA[case['data']]
    try:
        test = Parser(case['text'], data).whole()
    except (Unsure, RecursionError):
        return []
    if case['error'] is not None:
        return ['refused, but it is valid: %s' % case['error'].split('\n')[0]]
    expected = [at for at, row in enumerate(data.rows) if test(row)]
    if expected == case['matched']:
        return []
    odd = sorted(set(expected) ^ set(case['matched']))[0]
    return ['row %d %s: %r' % (odd, 'is missing' if odd in expected else 'should not match', data.rows[odd])]
