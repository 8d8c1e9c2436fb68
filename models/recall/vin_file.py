"""Lists of VINs as makers send them, as rows of text: plain functions, no database."""
import csv
import io
import re
import zipfile

import openpyxl

LONGEST_FILE = 30_000_000
LONGEST_UNPACKED = 300_000_000
MOST_ROWS = 1_000_000
HEADER = re.compile(r'\b(?:vin|fin)\b|vin_|_vin|chassis|frame|车架|车辆识别|识别代[号码]|底盘|大架', re.IGNORECASE)
# What text never holds: whoever sends it sent another kind of file.
BINARY = re.compile('[\0-\x08\x0e-\x1a\x1c-\x1f]')
CODE = re.compile(r'[A-Za-z0-9]{17}')


def read_rows(data):
    """Rows of a file, or of what was pasted.

    :param bytes data: CSV, text or XLSX
    :return: list of (number of the row, what stands where the VIN is); rows without anything are left out
    :raises ValueError: 'empty', 'large', 'old_excel', 'binary', 'broken' or 'rows'
    """
    if not data.strip():
        raise ValueError('empty')
    if len(data) > LONGEST_FILE:
        raise ValueError('large')
    if data[:4] == b'\xd0\xcf\x11\xe0':
        raise ValueError('old_excel')
    table = _read_workbook(data) if data[:4] == b'PK\x03\x04' else _read_text(data)
    if len(table) > MOST_ROWS:
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


def _read_workbook(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > LONGEST_UNPACKED:
                raise ValueError('large')
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except ValueError as error:
        raise ValueError('large' if str(error) == 'large' else 'broken')
    except Exception:  # the library raises whatever it stumbles over
        raise ValueError('broken')
    try:
        table = []
        for row in book.worksheets[0].iter_rows(values_only=True):
            table.append([_write_cell(value) for value in row])
            if len(table) > MOST_ROWS:
                raise ValueError('rows')
    except ValueError:
        raise
    except Exception:  # as above
        raise ValueError('broken')
    finally:
        book.close()
    while table and not any(table[-1]):
        table.pop()
    return table


def _write_cell(value):
    if value is None:
        return ''
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _read_text(data):
    text = _decode(data)
    if BINARY.search(text):
        raise ValueError('binary')
    lines = text.splitlines()
    head = '\n'.join(lines[:50])
    delimiter = max(',;\t|', key=head.count)
    if not head.count(delimiter):
        return [[line] for line in lines]
    if len(lines) == 1:  # pasted on one line
        return [[code] for code in lines[0].split(delimiter)]
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        raise ValueError('broken')


def _decode(data):
    if data[:2] in (b'\xff\xfe', b'\xfe\xff'):
        encodings = ('utf-16',)
    else:
        encodings = ('utf-8-sig', 'gb18030')
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError('binary')


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
