"""Catalogues of fitments as makers send them, CSV or ACES XML, read as a stream: plain functions, no database."""
import codecs
import csv
import io

from lxml import etree

from odoo.addons.aftersales.models.base import table_file

LONGEST_FILE = 90_000_000
BLOCK = 1_000_000
# What an application has in ACES is a dozen; the rows of a table are as short.
MOST_PARTS = 200
LONGEST_ROW = 100_000
COLUMNS = {
    'part': ('part', 'part number', '零件号', '配件号'), 'make': ('make', 'brand', '品牌'), 'model': ('model', '车型'),
    'year_from': ('from year', 'year_from', '起始年份'), 'year_to': ('to year', 'year_to', '截止年份'),
    'vin_from': ('from vin', 'vin_from', '起始车架号'), 'vin_to': ('to vin', 'vin_to', '截止车架号'),
    'engine': ('engine', '发动机'), 'position': ('position', '位置'), 'qualifier': ('qualifier', 'note', '条件', '备注'),
    'quantity': ('quantity', 'qty', '数量'), 'excluded': ('does not fit', 'excluded', '不适用'),
    'ref': ('id', '编号'), 'action': ('action', '动作'),
}
NAMES = {name: column for column, names in COLUMNS.items() for name in names}


def read_applications(file):
    """Applications one after the other, as dicts of texts with ``number`` of the row.

    :param file: binary file that can be sought
    :raises ValueError: 'empty', 'large', 'old_excel', 'zip', 'binary', 'heading', 'doctype', 'aces', or ('broken', row);
        the file is looked at when the first row is asked for
    """
    file.seek(0, io.SEEK_END)
    if file.tell() > LONGEST_FILE:
        raise ValueError('large')
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    if not head.strip():
        raise ValueError('empty')
    if head[:4] == b'PK\x03\x04':
        raise ValueError('zip')
    if head[:4] == b'\xd0\xcf\x11\xe0':
        raise ValueError('old_excel')
    if head.removeprefix(codecs.BOM_UTF8).replace(b'\0', b'').lstrip(b'\xff\xfe \t\r\n')[:1] == b'<':
        return _read_aces(file)
    return _read_csv(file)


def _find_encoding(file):
    """:raises ValueError: 'binary', when it is no text"""
    for encoding in ('utf-8-sig', 'gb18030'):
        decoder = codecs.getincrementaldecoder(encoding)()
        file.seek(0)
        try:
            while block := file.read(BLOCK):
                if table_file.BINARY.search(decoder.decode(block)):
                    raise ValueError('binary')
            decoder.decode(b'', final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise ValueError('binary')


def _read_csv(file):
    encoding = _find_encoding(file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, newline='')
    try:
        heading = text.readline(BLOCK)
        delimiter = max(table_file.SEPARATORS, key=heading.count)
        columns = [NAMES.get(table_file.fold(cell)) for cell in next(csv.reader([heading], delimiter=delimiter), ())]
        if not {'part', 'make'} <= set(columns):
            raise ValueError('heading')
        number, used = 1, [0]
        rows = csv.reader(_read_lines(text, used), delimiter=delimiter)
        while True:
            number, used[0] = number + 1, 0
            try:
                cells = next(rows)
            except StopIteration:
                return
            if any(cell.strip() for cell in cells):
                yield {'number': number, 'scheme': 'text', **{
                    column: cell.strip() for column, cell in zip(columns, cells, strict=False) if column}}
    except csv.Error:
        raise ValueError('broken', number)
    finally:
        text.detach()


def _read_lines(text, used):
    """A text in quotes may go on over several lines, but one that never ends does not take in the whole file."""
    while line := text.readline(LONGEST_ROW):
        used[0] += len(line)
        if used[0] >= LONGEST_ROW:
            raise csv.Error
        yield line


def _read_aces(file):
    """Nothing outside the file is fetched, no entity is expanded, and no element outlives its application."""
    number = depth = parts = 0
    try:
        for event, element in etree.iterparse(
                file, events=('start', 'end'), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
                remove_comments=True, remove_pis=True):
            if event == 'start':
                depth += 1
                if depth == 1:
                    _check_root(element)
                continue
            depth -= 1
            if depth > 1:
                parts += 1
                if parts > MOST_PARTS:
                    raise ValueError('broken', number + 1)
            elif depth == 1:
                parts = 0
                if etree.QName(element).localname == 'App':
                    number += 1
                    yield _read_app(element, number)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError:
        raise ValueError('broken', number + 1)


def _check_root(root):
    if root.getroottree().docinfo.doctype:
        raise ValueError('doctype')
    if etree.QName(root).localname != 'ACES':
        raise ValueError('aces')


def _read_app(app, number):
    """What only the maker's tables could put into words stays as it is written, for a person to compare."""
    row = {'number': number, 'scheme': 'aces', 'action': app.get('action', 'A'), 'ref': app.get('id', '')}
    others = []
    for element in app:
        tag, text = etree.QName(element).localname, (element.text or '').strip()
        code = element.get('id', '')
        if tag == 'Years':
            row['year_from'], row['year_to'] = element.get('from', ''), element.get('to', '')
        elif tag in {'BaseVehicle', 'Make', 'Model'}:
            row['vehicle' if tag == 'BaseVehicle' else tag.lower()] = code
        elif tag in {'Part', 'Qty'}:
            row['part' if tag == 'Part' else 'quantity'] = text
        elif tag == 'Position':
            row['position'] = f'Position {code}'
        elif tag == 'Note':
            others.insert(0, text)
        elif tag == 'Qual':
            # The file brings the words of its own qualifiers along.
            words = next((child.text for child in element if etree.QName(child).localname == 'text'), None)
            others.append((words or '').strip() or f'{tag} {code}'.strip())
        elif tag not in {'PartType', 'MfrLabel', 'DisplayOrder', 'AssetName', 'AssetItemOrder', 'AssetItemRef'}:
            others.append(text or f'{tag} {code}'.strip())
    row['qualifier'] = ', '.join(filter(None, others))
    return row
