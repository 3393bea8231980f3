"""Reads batches of cases from stdin, one JSON array per line, and writes a JSON array of problems for each."""

import json
import sys

import expressions
import patterns
import tables

JUDGES = {'table': tables.judge, 'expression': expressions.judge, 'pattern': patterns.judge}

for line in sys.stdin:
    answers = []
    for case in json.loads(line):
        answers.append(JUDGES[case['kind']](case))
    sys.stdout.write(json.dumps(answers) + '\n')
    sys.stdout.flush()
