import csv
import io
from datetime import datetime
from uuid import uuid4

import xlsxwriter
from lxml import etree
from pytz import utc

from odoo import api, fields, models
from odoo.exceptions import UserError

from .claim_columns import format_value, get_value, is_for, is_of_line, neutralise

STAR = 'http://www.starstandard.org/STAR/5'


class AftersalesClaimExport(models.Model):
    """How a maker wants his file of claims: its columns, kept as data (I3)."""
    _name = 'aftersales.claim.export'
    _description = "Claim Export"
    _inherit = ['aftersales.setup.mixin', 'aftersales.log.mixin']
    _order = 'sequence, name, id'
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one('res.company', index='btree_not_null', help="Empty: for all companies.")
    partner_id = fields.Many2one(
        'res.partner', string="Maker", index='btree_not_null', ondelete='restrict', check_company=True,
        help="Empty: for any maker.")
    file_format = fields.Selection(
        selection=[('csv', "Text with separators (CSV)"), ('xlsx', "Spreadsheet (XLSX)"), ('xml', "STAR 5 (XML)")],
        string="Format", required=True, default='csv')
    row_per = fields.Selection(
        selection=[('line', "Line"), ('claim', "Claim")], string="A Row a", required=True, default='line')
    has_header = fields.Boolean(string="With Headings", default=True)
    separator = fields.Selection(
        selection=[(';', "Semicolon"), (',', "Comma"), ('\t', "Tab"), ('|', "Bar")], required=True, default=';')
    encoding = fields.Selection(
        selection=[('utf-8', "UTF-8"), ('utf-8-sig', "UTF-8 with mark"), ('gb18030', "GB 18030"), ('cp1252', "Windows-1252")],
        required=True, default='utf-8-sig')
    date_format = fields.Selection(
        selection=[('%Y-%m-%d', "2026-12-31"), ('%Y%m%d', "20261231"), ('%d.%m.%Y', "31.12.2026"), ('%m/%d/%Y', "12/31/2026")],
        required=True, default='%Y-%m-%d')
    decimal_mark = fields.Selection(selection=[('.', "Full stop"), (',', "Comma")], required=True, default='.')
    star_release = fields.Char(string="Release of STAR", required=True, default='5.7.3', help="That the maker asks for.")
    column_ids = fields.One2many('aftersales.claim.export.column', 'export_id', string="Columns", copy=True)

    @api.constrains('separator', 'decimal_mark', 'file_format')
    def _check_separator(self):
        for export in self:
            if export.file_format == 'csv' and export.separator == export.decimal_mark:
                raise UserError(self.env._(
                    "“%(export)s” would part its columns and its decimals with the same comma.", export=export.name))

    # === BUSINESS METHODS ===#

    def _export(self, claims):
        """The file of ``claims``, kept as it was sent.

        :return: the ``aftersales.claim.file``
        """
        self.ensure_one()
        claims.check_access('read')
        self._check_claims(claims)
        content = {'csv': self._write_csv, 'xlsx': self._write_xlsx, 'xml': self._write_xml}[self.file_format](claims)
        # sudo: what was sent is kept by the system
        return self.env['aftersales.claim.file'].sudo()._keep(self, claims, content)

    def _check_claims(self, claims):
        if not claims or not self.column_ids:
            raise UserError(self.env._("Choose claims, and give “%(export)s” columns.", export=self.name))
        if len(claims.company_id) > 1 or (self.company_id and claims.company_id != self.company_id):
            raise UserError(self.env._("A file has the claims of one company, and of the format's own if it has one."))
        if len(claims.partner_id) > 1 or (self.partner_id and claims.partner_id != self.partner_id):
            raise UserError(self.env._("A file goes to one maker: choose claims of the same one."))
        for claim in claims.filtered(lambda claim: claim.state in ('draft', 'withdrawn')):
            raise UserError(self.env._(
                "%(claim)s is %(state)s. Only claims that were checked are exported.", claim=claim.name,
                state=claim._get_state_label()))

    def _get_rows(self, claims):
        """:return: rows of typed values"""
        for claim in claims:
            for line in (claim.line_ids or [None]) if self.row_per == 'line' else [claim.line_ids[:1]]:
                yield claim, [
                    get_value(column.source, claim, line)
                    if not line or not is_of_line(column.source) or is_for(column.line_kind, line) else ''
                    for column in self.column_ids]

    def _format(self, claim, value):
        return format_value(
            value, self.date_format, self.decimal_mark, lambda moment: self._get_local(claim, moment))

    def _write_csv(self, claims):
        target = io.StringIO(newline='')
        writer = csv.writer(target, delimiter=self.separator, lineterminator='\r\n')
        if self.has_header:
            writer.writerow([neutralise(column.header) for column in self.column_ids])
        for claim, values in self._get_rows(claims):
            writer.writerow([
                neutralise(value) if isinstance(value, str) else self._format(claim, value) for value in values])
        try:
            return target.getvalue().encode(self.encoding)
        except UnicodeEncodeError as error:
            raise UserError(self.env._(
                "“%(text)s” cannot be written in %(encoding)s. Choose another encoding.",
                text=error.object[error.start:error.end], encoding=self.encoding)) from error

    def _write_xlsx(self, claims):
        target = io.BytesIO()
        with xlsxwriter.Workbook(target, {'in_memory': True}) as book:
            sheet, first = book.add_worksheet("Claims"), int(self.has_header)
            if self.has_header:
                for column, heading in enumerate(self.column_ids.mapped('header')):
                    sheet.write_string(0, column, neutralise(heading))
            for row, (claim, values) in enumerate(self._get_rows(claims), first):
                for column, value in enumerate(values):
                    if isinstance(value, int | float):
                        sheet.write_number(row, column, value)
                    else:
                        text = neutralise(value) if isinstance(value, str) else self._format(claim, value)
                        sheet.write_string(row, column, text)
        return target.getvalue()

    def _write_xml(self, claims):
        """A ``WarrantyClaim`` each, in the names of STAR 5 that the columns say as paths."""
        root = etree.Element(
            etree.QName(STAR, 'ProcessWarrantyClaim'), nsmap={None: STAR}, releaseID=self.star_release,
            systemEnvironmentCode='Production', languageCode=(self.env.lang or 'en_US').replace('_', '-'))
        self._write_application_area(root, claims)
        area = etree.SubElement(root, etree.QName(STAR, 'ProcessWarrantyClaimDataArea'))
        etree.SubElement(area, etree.QName(STAR, 'Process'), acknowledgeCode='Always')
        of_claim = self.column_ids.filtered(lambda column: not is_of_line(column.source))
        of_line = self.column_ids - of_claim
        for claim in claims:
            node = etree.SubElement(area, etree.QName(STAR, 'WarrantyClaim'))
            known = {}
            for column in of_claim:
                self._add_node(node, column, claim, None, known, {})
            for line in claim.line_ids:
                begun = {}
                for column in of_line:
                    if is_for(column.line_kind, line):
                        self._add_node(node, column, claim, line, known, begun)
        return etree.tostring(root, xml_declaration=True, encoding='UTF-8', pretty_print=True)

    def _write_application_area(self, root, claims):
        """Who sends the file when, and under which number."""
        area = etree.SubElement(root, etree.QName(STAR, 'ApplicationArea'))
        sender = etree.SubElement(area, etree.QName(STAR, 'Sender'))
        for name, text in (
                ('ComponentID', 'After-Sales'), ('TaskID', 'ProcessWarrantyClaim'),
                ('CreatorNameCode', claims.company_id.name), ('DealerNumberID', claims[:1].dealer_code or '')):
            etree.SubElement(sender, etree.QName(STAR, name)).text = self._clean_xml(text)
        moment = self._get_local(claims[:1], fields.Datetime.now())
        etree.SubElement(area, etree.QName(STAR, 'CreationDateTime')).text = moment.isoformat()
        etree.SubElement(area, etree.QName(STAR, 'BODID')).text = str(uuid4())
        destination = etree.SubElement(area, etree.QName(STAR, 'Destination'))
        etree.SubElement(destination, etree.QName(STAR, 'DestinationNameCode')).text = self._clean_xml(
            claims[:1].partner_id.name or '')

    def _add_node(self, node, column, claim, line, known, begun):
        """Put a value at its path below ``node``.

        :param known: elements of the claim by path
        :param begun: elements that ``line`` has begun by path
        """
        text = self._format_xml(column, claim, get_value(column.source, claim, line))
        if not text:
            return
        names = column.header.split('/')
        anew = next((number for number, name in enumerate(names) if name.endswith('+')), 0) if line else len(names)
        path = ''
        for number, name in enumerate(names):
            if name.startswith('@'):
                node.set(name[1:], text)
                return
            path += f'/{name}'
            own = begun if number >= anew else known
            if path not in own:
                own[path] = etree.SubElement(node, etree.QName(STAR, name.rstrip('+')))
            node = own[path]
        node.text = text

    def _format_xml(self, column, claim, value):
        """Numbers and moments as XML writes them; a day as the format says, ISO by itself."""
        if isinstance(value, datetime) and column.header.endswith('DateTime'):
            return self._get_local(claim, value).isoformat()
        return self._clean_xml(format_value(value, self.date_format, '.', lambda moment: self._get_local(claim, moment)))

    def _get_local(self, claim, moment):
        return utc.localize(moment).astimezone(claim.workshop_id._get_tz()).replace(microsecond=0)

    def _clean_xml(self, text):
        return ''.join(letter for letter in text if letter.isprintable() or letter in '\n\t')
