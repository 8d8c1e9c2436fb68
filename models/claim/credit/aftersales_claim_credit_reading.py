import csv
import hashlib
import io
import re
import unicodedata
import zipfile
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.base.inputs import decode_base64
from odoo.addons.aftersales.models.base.table_file import read_day

MOST_BYTES, MOST_ROWS, MOST_COLUMNS, HEADER_ROWS = 5_000_000, 20_000, 100, 10
SEPARATORS = ('\t', ';', ',', '|')
PLAIN_NUMBER = re.compile(r'-?\d+(?:\.\d+)?')
COLUMNS = ('claim', 'reference', 'amount', 'date', 'currency', 'reason')


class AftersalesClaimCredit(models.Model):
    """How the file is read: whatever tables makers send, as rows of what they say."""
    _inherit = 'aftersales.claim.credit'

    # === BUSINESS METHODS ===#

    def _read_file(self):
        self.ensure_one()
        data = self._get_data()
        self._check_file_new(hashlib.sha256(data).hexdigest())
        rows = self._parse_rows(data)
        decimal = self._find_decimal_sign(rows)
        self.sudo().line_ids.unlink()  # sudo: rows are the system's
        vals_list = [self._prepare_line_vals(row, decimal) for row in rows]
        self._match_rows(vals_list)
        self.env['aftersales.claim.credit.line'].sudo().create(vals_list)  # sudo: as above

    def _get_data(self):
        if not self.file:
            raise UserError(self.env._("%(credit)s: choose the maker's file first.", credit=self.display_name))
        data = decode_base64(self.file) or b''
        if len(data) > MOST_BYTES:
            raise UserError(self.env._(
                "%(file)s is larger than %(size)s MB. Ask the maker for it in parts.",
                file=self.filename or self.name, size=MOST_BYTES // 1_000_000))
        return data

    def _check_file_new(self, digest):
        # sudo: a list of the company that the user need not see
        other = self.sudo().search([
            ('company_id', '=', self.company_id.id), ('partner_id', '=', self.partner_id.id),
            ('file_hash', '=', digest), ('state', '!=', 'cancelled'), ('id', '!=', self.id)], limit=1)
        if other:
            raise UserError(self.env._(
                "This file is read already as %(other)s. The same list is not booked twice.", other=other.name))
        self.sudo().file_hash = digest  # sudo: a stamp of the system

    def _parse_rows(self, data):
        """Rows of the table as dict of column: value, with the number of the row in the file."""
        table = self._read_workbook(data) if data[:2] == b'PK' else self._read_text(data)
        first, places = self._find_headers(table)
        rows = []
        for position, cells in enumerate(table[first:], first + 1):
            row = {
                column: cells[place] if place is not None and place < len(cells) else None
                for column, place in places.items()}
            if any(value not in (None, '') for value in row.values()):
                rows.append({**row, 'row': position})
        if not rows:
            raise UserError(self.env._("%(file)s has no rows below its headers.", file=self.filename or self.name))
        return rows

    def _find_headers(self, table):
        """:return: place of the row below the headers, and dict of column: its place or None"""
        names = {column: self._split_headers(self.terms_id[f'header_{column}']) for column in COLUMNS}
        for first, cells in enumerate(table[:HEADER_ROWS], 1):
            found = [self._fold(cell) for cell in cells]
            places = {column: next((found.index(name) for name in names[column] if name in found), None) for column in COLUMNS}
            if places['amount'] is not None and (places['claim'] is not None or places['reference'] is not None):
                return first, places
        raise UserError(self.env._(
            "%(file)s has no row with the headers of the terms “%(terms)s”: the amount (%(amount)s), and the claim "
            "(%(claim)s) or the maker's number (%(reference)s). Enter the maker's headers in the terms.",
            file=self.filename or self.name, terms=self.terms_id.name, amount=self.terms_id.header_amount or '-',
            claim=self.terms_id.header_claim or '-', reference=self.terms_id.header_reference or '-'))

    def _split_headers(self, text):
        return [name for name in (self._fold(part) for part in (text or '').split('|')) if name]

    def _fold(self, cell):
        return unicodedata.normalize('NFKC', str(cell or '')).strip().casefold()

    def _read_text(self, data):
        text = self._decode(data)
        separator = max(SEPARATORS, key='\n'.join(text.splitlines()[:HEADER_ROWS]).count)
        try:
            table = []
            for cells in csv.reader(io.StringIO(text, newline=''), delimiter=separator):
                table.append([cell.strip() for cell in cells[:MOST_COLUMNS]])
                self._check_length(table)
        except csv.Error as error:
            raise UserError(self.env._(
                "%(file)s is no table: %(error)s.", file=self.filename or self.name, error=error)) from error
        return table

    def _decode(self, data):
        own = self.terms_id.credit_encoding
        encodings = ('utf-8-sig', 'gb18030') if own == 'auto' else ('utf-8-sig',) if own == 'utf-8' else (own,)
        if data[:2] in (b'\xff\xfe', b'\xfe\xff'):
            encodings = ('utf-16', *encodings)
        for encoding in encodings:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if '\0' not in text:
                return text
        raise UserError(self.env._(
            "%(file)s is neither XLSX nor a text in UTF-8 or GB 18030. Save it as CSV or XLSX.",
            file=self.filename or self.name))

    def _read_workbook(self, data):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                if sum(part.file_size for part in archive.infolist()) > 20 * MOST_BYTES:
                    raise UserError(self.env._(
                        "%(file)s is larger than %(size)s MB. Ask the maker for it in parts.",
                        file=self.filename or self.name, size=20 * MOST_BYTES // 1_000_000))
            sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).active
            table = []
            for cells in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS):
                table.append(list(cells))
                self._check_length(table)
        except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, AttributeError, OSError) as error:
            raise UserError(self.env._("%(file)s cannot be read as XLSX.", file=self.filename or self.name)) from error
        return table

    def _check_length(self, table):
        if len(table) > MOST_ROWS + HEADER_ROWS:
            raise UserError(self.env._(
                "%(file)s has more than %(count)s rows. Ask the maker for it in parts.",
                file=self.filename or self.name, count=MOST_ROWS))

    # === BUSINESS METHODS: VALUES ===#

    def _prepare_line_vals(self, row, decimal):
        texts = {column: self._get_text(row[column]) for column in COLUMNS}
        amount, day = self._read_amount(row['amount'], decimal), self._read_day(row['date'])
        return {
            'credit_id': self.id, 'row_number': row['row'], 'claim_text': texts['claim'] or texts['reference'],
            'amount_text': texts['amount'], 'date_text': texts['date'], 'reason_text': texts['reason'],
            'currency_text': texts['currency'], 'amount': amount or 0.0, 'date': day or False,
            'difference': 'amount' if not amount else 'date' if day is None else 'negative' if amount < 0 else False,
            'row_hash': hashlib.sha256('\x1f'.join([
                self._fold(texts['claim']), self._fold(texts['reference']), f'{amount:.6f}' if amount else texts['amount'],
                str(day or ''), self._fold(texts['reason'])]).encode()).hexdigest(),
        }

    def _get_text(self, value):
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, datetime):
            value = value.date()
        return ' '.join(str('' if value is None else value).split())[:200]

    def _find_decimal_sign(self, rows):
        """The maker's, from his terms or from amounts that leave no doubt; empty where there are only doubts."""
        if self.terms_id.credit_decimal != 'auto':
            return self.terms_id.credit_decimal
        for row in rows:
            if isinstance(row['amount'], str):
                text = self._clean_amount(row['amount'])
                signs = [sign for sign in text if sign in '.,']
                if not signs:
                    continue
                last, after = signs[-1], len(text) - text.rindex(signs[-1]) - 1
                if len(set(signs)) == 2 or (len(signs) == 1 and after != 3):
                    return last
                if len(signs) > 1:
                    return '.' if last == ',' else ','
        return ''

    def _clean_amount(self, value):
        text = unicodedata.normalize('NFKC', str(value))
        return re.sub(r"[\s'’¥€$£]|CNY|RMB|EUR|USD|元", '', text)

    def _read_amount(self, value, decimal):
        """A finite amount that the currency can hold, or None."""
        if isinstance(value, bool) or value is None:
            return None
        text = str(value)
        if isinstance(value, str):
            text = self._clean_amount(value)
            if text.startswith('(') and text.endswith(')'):
                text = f'-{text[1:-1]}'
            if not decimal and ('.' in text or ',' in text):
                return None  # 1.234 or 1,234 alone says nothing
            thousands = ',' if decimal == '.' else '.'
            whole = text.partition(decimal)[0] if decimal else text
            if thousands in whole and not re.fullmatch(rf'-?\d{{1,3}}(?:\{thousands}\d{{3}})+', whole):
                return None
            text = text.replace(thousands, '').replace(decimal or '.', '.')
            if not PLAIN_NUMBER.fullmatch(text):
                return None
        try:
            amount = Decimal(text)
        except InvalidOperation:
            return None
        if not amount.is_finite() or abs(amount) > Decimal('1e9'):
            return None
        rounded = self.currency_id.round(float(amount))
        return rounded if abs(rounded - float(amount)) < 1e-6 and rounded else None

    def _read_day(self, value):
        """The day, False where none is said, None where it is no day or one to come."""
        if value in (None, ''):
            return False
        day = read_day(value)
        return day if day and date(2000, 1, 1) <= day <= fields.Date.context_today(self) else None
