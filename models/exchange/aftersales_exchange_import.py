import base64
import io
import re

import openpyxl
import xlsxwriter

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.aftersales.models.base import table_file
from odoo.addons.aftersales.models.exchange.aftersales_exchange_field import KINDS

STATES = [
    ('draft', "Import to Be Checked"), ('checking', "Being Checked"), ('checked', "Import Checked"),
    ('running', "Being Imported"), ('done', "Imported"), ('stopped', "Import Stopped"),
]
# What decides which rows become what: whoever changes it has it checked again.
DECIDING = {'kind', 'source', 'file', 'is_update', 'makes_models'}
SOURCE = re.compile(r'[\w -]+')
# Wrong rows that are read at once when they are handed back.
TOLD_AT_A_TIME = 5000


class AftersalesExchangeImport(models.Model):
    """A file of another system: its headings are mapped, its rows checked, then taken over; the same file twice is once (Q3).

    Rows are known by the key of their own system, kept as external ids, so that a later file of the same system updates
    them, and what else Odoo imports or exports speaks of them by the same names.
    """
    _name = 'aftersales.exchange.import'
    _inherit = [
        'aftersales.number.mixin', 'aftersales.batch.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin',
        'aftersales.claim.mixin', 'aftersales.log.mixin',
    ]
    _description = "Data Import"
    _order = 'id desc'
    _guarded_by_model = frozenset({'state'})
    _transitions = {
        'draft': {'checking': 'aftersales.group_exchange'},
        'checking': {'checked': None, 'stopped': 'aftersales.group_exchange'},
        'checked': {'checking': 'aftersales.group_exchange', 'running': 'aftersales.group_exchange', 'draft': None},
        'running': {'done': None, 'stopped': 'aftersales.group_exchange'},
        'stopped': {'checking': 'aftersales.group_exchange', 'draft': None},
        'done': {},
    }

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='draft', index=True, tracking=True)
    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, index=True, default=lambda self: self.env.company, ondelete='restrict')
    kind = fields.Selection(KINDS, string="Imported Data", required=True, default='customer', tracking=True)
    source = fields.Char(
        string="From System", required=True, default="DMS", max_length=20, tracking=True,
        help="Numbers of customers and cars are known by the name of the system they come from. Keep it the same for all files "
             "of one system.")
    file = fields.Binary(
        string="CSV or XLSX", attachment=True, copy=False,
        help="Empty at first: the template of these data is fetched and filled.")
    file_name = fields.Char()
    is_update = fields.Boolean(
        string="Update What Is Known", default=True, tracking=True,
        help="Off: rows that are known already stay as they are here. An empty cell changes nothing.")
    makes_models = fields.Boolean(
        string="Create Missing Makes and Models", help="Off: a car whose model is not in the register is told as wrong.")
    column_ids = fields.One2many('aftersales.exchange.column', 'import_id', string="Headings")
    row_ids = fields.One2many('aftersales.exchange.row', 'import_id', string="Rows Not Imported", readonly=True)
    run_number = fields.Integer(readonly=True, copy=False, help="So often the rows were worked through from the beginning.")
    next_row = fields.Integer(string="Goes On with Row", readonly=True, copy=False)
    row_count = fields.Integer(string="Rows", readonly=True, copy=False)
    new_count = fields.Integer(string="New Records", readonly=True, copy=False)
    changed_count = fields.Integer(string="Updated", readonly=True, copy=False)
    known_count = fields.Integer(string="Known Already", readonly=True, copy=False)
    wrong_count = fields.Integer(string="Wrong", readonly=True, copy=False)
    user_id = fields.Many2one(
        'res.users', string="Imported By", readonly=True, copy=False, index=True, ondelete='restrict',
        default=lambda self: self.env.user)
    template_file = fields.Binary(string="Import Template", compute='_compute_template_file')
    rows_file = fields.Binary(string="Rows to Mend", compute='_compute_rows_file')

    # === COMPUTE METHODS ===#

    @api.depends('kind')
    @api.depends_context('lang')
    def _compute_template_file(self):
        for document in self:
            document.template_file = document._write_template()

    @api.depends('row_ids', 'file')
    def _compute_rows_file(self):
        for document in self:
            document.rows_file = document._write_rows_to_mend() if document.row_ids else False

    @api.constrains('source')
    def _check_source(self):
        for document in self:
            if not SOURCE.fullmatch(document.source or ''):
                raise ValidationError(self.env._(
                    "“%(system)s” cannot be the name of a system: letters, digits, spaces and hyphens only.",
                    system=document.source))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        for document in documents:
            document._read_headings()
        return documents

    def write(self, vals):
        deciding = DECIDING & vals.keys()
        if deciding:
            self._check_open_to_change()
        result = super().write(vals)
        if deciding:
            self._forget_check()
        if vals.keys() & {'file', 'kind'}:
            self._forget_rows()
            for document in self:
                document._read_headings()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_nothing_was_imported(self):
        for document in self:
            if document.state not in ('draft', 'checked') or document.new_count and document.state == 'stopped':
                raise UserError(self.env._(
                    "%(document)s tells what was imported: it stays.", document=document.display_name))

    # === ACTION METHODS ===#

    def action_check(self):
        """Look at every row as if it were taken over; nothing stays."""
        self._begin('checking')

    def action_import(self):
        self._begin('running')

    def action_stop(self):
        self._transition('stopped')

    @api.readonly
    def action_get_template(self):
        """An XLSX file with the headings, an example and what each column is."""
        return self._download('template_file', f'{self.kind}-template.xlsx')

    @api.readonly
    def action_get_rows(self):
        """The rows that were not taken over, as they came, each with what is wrong: to be mended and imported again."""
        return self._download('rows_file', f'{self.kind}-to-mend.xlsx')

    # === BUSINESS METHODS ===#

    def _download(self, field, name):
        self.ensure_one()
        self.check_access('read')
        return {
            'type': 'ir.actions.act_url', 'target': 'self',
            'url': f'/web/content/{self._name}/{self.id}/{field}?download=true&filename={name}'}

    def _check_open_to_change(self):
        for document in self:
            if document.state in ('checking', 'running', 'done'):
                raise UserError(self.env._(
                    "%(document)s: %(state)s. What is imported how is not changed any more; stop it or begin a new import.",
                    document=document.display_name, state=document._get_state_label()))

    def _forget_check(self):
        """What was checked is no longer what would be imported."""
        self.filtered(lambda document: document.state in ('checked', 'stopped')).state = 'draft'

    def _iterate_table(self):
        """Rows of the file as texts, the headings first.

        :raises UserError: when it is no table, in words
        """
        self.ensure_one()
        name = self.file_name or self.env._("The file")
        data = base64.b64decode(self.with_context(bin_size=False).file or b'')
        try:
            yield from table_file.iterate_table(data)
        except ValueError as error:
            raise UserError(table_file.describe(self.env, str(error), name) or self.env._(
                "%(file)s is no table with headings: a CSV or XLSX file is wanted.", file=name))

    def _read_headings(self):
        self.ensure_one()
        if not self.file:
            self.sudo().column_ids = [Command.clear()]  # sudo: as below
            return
        table = self._iterate_table()
        headings = [heading.strip() for heading in next(table, [])]
        first = next(table, [])
        if not any(headings):
            raise UserError(self.env._(
                "%(file)s has no headings in its first row. Take the template.", file=self.file_name or self.env._("The file")))
        doubled = {heading for heading in headings if heading and headings.count(heading) > 1}
        if doubled:
            raise UserError(self.env._(
                "Two columns are called “%(heading)s”. Rename one of them in the file.", heading=sorted(doubled)[0]))
        known = {column.folded_heading: column.field_id for column in self.column_ids if column.field_id.kind == self.kind}
        guessed = self.env['aftersales.exchange.column']._guess(self.kind, self.company_id, list(filter(None, headings)), known)
        # sudo: headings are the file's, people say what they are
        self.sudo().column_ids = [Command.clear(), *(Command.create({
            'position': position, 'heading': heading[:300],
            'first_value': first[position][:300] if position < len(first) else '',
            'field_id': guessed[heading].id if heading in guessed else False,
        }) for position, heading in enumerate(headings) if heading)]

    # === Files that are handed out ===#

    def _write_template(self):
        columns = self.env['aftersales.exchange.field'].search([('kind', '=', self.kind)])
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(columns.mapped('name'))
        sheet.append([column.example or '' for column in columns])
        told = book.create_sheet(self.env._("What Is Meant"))
        told.append([self.env._("Column"), self.env._("Must Be There"), self.env._("Example"), self.env._("Explanation")])
        for column in columns:
            told.append([
                column.name, self.env._("Yes") if column.is_required else '', column.example or '', column.explanation or ''])
        return self._save_book(book)

    def _write_rows_to_mend(self):
        """Written as it is read, row by row: as long as the file itself, it takes no more memory than a short one."""
        told = self._iterate_told()
        wanted = next(told, None)
        file = io.BytesIO()
        with xlsxwriter.Workbook(file, {'constant_memory': True}) as book:
            sheet, line = book.add_worksheet(), 0
            for number, row in enumerate(self._iterate_table(), 1):
                if number == 1:
                    cells = [*row, self.env._("What Is Wrong with It")]
                elif wanted and number == wanted[0]:
                    cells, wanted = [*row, wanted[1]], next(told, None)
                else:
                    continue
                for place, text in enumerate(cells):  # what a spreadsheet would take for a formula is text
                    sheet.write_string(line, place, text)
                line += 1
        return base64.b64encode(file.getvalue())

    def _iterate_told(self):
        """:return: iterator of (number of the row, what is wrong with it), in the order of the file"""
        Row, last = self.env['aftersales.exchange.row'], 0
        while rows := Row.search_fetch(
                [('import_id', '=', self.id), ('row_number', '>', last)], ['row_number', 'message'],
                order='row_number, id', limit=TOLD_AT_A_TIME):
            told = [(row.row_number, row.message) for row in rows]
            rows.invalidate_recordset()
            yield from told
            last = told[-1][0]

    def _save_book(self, book):
        """What a spreadsheet would take for a formula is text."""
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value is not None:
                        cell.data_type = 's'
        file = io.BytesIO()
        book.save(file)
        return base64.b64encode(file.getvalue())
