"""Lists of VINs as makers send them, as rows of text: plain functions, no database."""
import csv
import re

from odoo.addons.aftersales.models.base import table_file

HEADER = re.compile(r'\b(?:vin|fin)\b|vin_|_vin|chassis|frame|车架|车辆识别|识别代[号码]|底盘|大架', re.IGNORECASE)
CODE = re.compile(r'[A-Za-z0-9]{17}')


def read_rows(data):
    """Rows of a file, or of what was pasted.

    :param bytes data: CSV, text or XLSX
    :return: list of (number of the row, what stands where the VIN is); rows without anything are left out
    :raises ValueError: 'empty', 'large', 'old_excel', 'binary', 'broken' or 'rows'
    """
    table_file.check_data(data)
    table = table_file.read_workbook(data) if table_file.is_workbook(data) else _read_text(table_file.decode(data))
    if len(table) > table_file.MOST_ROWS:
        raise ValueError('rows')
    if not table:
        raise ValueError('empty')
    column, start = _find_column(table)
    rows = [
        (number, row[column].strip() if column < len(row) else '')
        for number, row in enumerate(table, 1) if number > start and any(cell.strip() for cell in row)]
    if not rows:
        raise ValueError('empty')
    return rows


def _read_text(text):
    lines = text.splitlines()
    head = '\n'.join(lines[:50])
    delimiter = max(table_file.SEPARATORS, key=head.count)
    if not head.count(delimiter):
        return [[line] for line in lines]
    if len(lines) == 1:  # pasted on one line
        return [[code] for code in lines[0].split(delimiter)]
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        raise ValueError('broken')


def _find_column(table):
    """Where the VINs are: under a heading that says so, else where most codes are of a VIN's length.

    :return: (index of the column, number of rows above the first VIN)
    """
    for number, row in enumerate(table[:10], 1):
        for index, cell in enumerate(row):
            if HEADER.search(cell) and not CODE.search(cell):
                return index, number
    counts = {}
    for row in table[:1000]:
        for index, cell in enumerate(row):
            if CODE.fullmatch(cell.strip()):
                counts[index] = counts.get(index, 0) + 1
    return max(counts, key=counts.get, default=0), 0
