"""Classifies the lines of a table with a decoder that shares no code with procnet."""

import re

# A row as kernels print it; a row that a lenient reader may accept; not a row; neither a row nor an error.
EXACT, LOOSE, BAD, SKIP = 'exact', 'loose', 'bad', 'skip'

BLANK = re.compile(r'[ \t\r\0]*')


def is_blank(line):
    return BLANK.fullmatch(line) is not None


def decode_name(latin1):
    return latin1.encode('latin1').decode('utf-8', 'surrogateescape')


def split_lines(text):
    lines = text.split('\n')
    return lines[:-1] if lines[-1] == '' else lines


def tokens_of(line):
    """Spaces and tabs separate tokens; a trailing carriage return is from a copy edited elsewhere."""
    if line.endswith('\r'):
        line = line[:-1]
    return [token for token in re.split(r'[ \t]+', line) if token]
