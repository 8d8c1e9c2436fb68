import itertools
import tempfile

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.base.inputs import decode_base64
from odoo.addons.aftersales.models.fitment import fitment_file

# A request may take two minutes: what is left then is for the next click.
SECONDS = 75


class AftersalesFitmentImport(models.TransientModel):
    """A maker's catalogue, CSV or ACES XML: looked at first, then taken over; good rows stay, wrong ones are told (H1)."""
    _name = 'aftersales.fitment.import'
    _inherit = ['aftersales.file.import.mixin']
    _description = "Import Fitments"
    _counts = {
        'new': 'new_count', 'changed': 'changed_count', 'known': 'known_count', 'removed': 'removed_count',
        'left_out': 'left_out_count', 'unmapped': 'unmapped_count', 'wrong': 'wrong_count'}

    file = fields.Binary(string="CSV or ACES XML")
    source = fields.Char(
        string="Whose Catalogue", required=True, default="Catalogue", max_length=60,
        help="What the same catalogue brings later changes and removes what came earlier under this name.")
    new_count = fields.Integer(string="New", readonly=True)
    changed_count = fields.Integer(string="Changed", readonly=True)
    known_count = fields.Integer(string="Known Already", readonly=True)
    removed_count = fields.Integer(string="Archived", readonly=True)
    left_out_count = fields.Integer(string="Left Out", readonly=True)
    unmapped_count = fields.Integer(string="Rows Not Mapped", readonly=True)
    next_row = fields.Integer(string="Goes On with Row", readonly=True)
    is_cut = fields.Boolean(readonly=True)
    unmapped = fields.Json(readonly=True)
    line_ids = fields.One2many('aftersales.fitment.import.line', 'import_id', string="Rows to Look At", readonly=True)

    @api.onchange('file', 'source')
    def _onchange_source(self):
        self.is_checked = self.is_done = self.is_cut = False

    # === CRUD METHODS ===#

    def write(self, vals):
        """Another file is read from its first row."""
        return super().write({**vals, 'next_row': 0} if 'file' in vals else vals)

    # === ACTION METHODS ===#

    def action_add_mapping(self):
        """What nobody has mapped stands in the mapping then, for somebody to say what it is."""
        self.ensure_one()
        return self.env['aftersales.fitment.mapping']._add_unmapped(self.unmapped or [])

    # === BUSINESS METHODS ===#

    def _import_file(self, is_trial):
        if not self.file:
            raise UserError(self.env._("Choose a file with fitments."))
        name = self.file_name or self.env._("The file")
        with tempfile.TemporaryFile() as file:
            try:
                file.write(decode_base64(self.with_context(bin_size=False).file))
                self.invalidate_recordset(['file'])
                rows = fitment_file.read_applications(file)
                if not is_trial and self.next_row:
                    rows = itertools.dropwhile(lambda row: row['number'] < self.next_row, rows)
                result = self.env['aftersales.fitment']._import_applications(
                    rows, ' '.join(self.source.split()), is_trial, SECONDS)
            except ValueError as error:
                row = error.args[1] if len(error.args) == 2 else 0  # of a file that breaks off
                raise UserError(self._describe_bad_file(str(error.args[0]), name, row=row))
        if not is_trial:
            self.next_row = result['next_row']
        return result

    def _describe_bad_file(self, reason, name, *, row=0):
        reasons = {
            'empty': self.env._("%(file)s is empty: no row has a fitment.", file=name),
            'large': self.env._("%(file)s is too large: at most 90 MB. Send it in parts.", file=name),
            'zip': self.env._("%(file)s is a workbook or packed. Save it as CSV, or unpack it.", file=name),
            'heading': self.env._("%(file)s has no headings: its first row names at least Part and Make.", file=name),
            'doctype': self.env._("%(file)s declares a document type, as ACES does not. Ask for one without it.", file=name),
            'aces': self.env._("%(file)s is XML, but not ACES. Ask for the catalogue as ACES 4 or CSV.", file=name),
        }
        if reason == 'broken':
            return self.env._(
                "%(file)s cannot be read from row %(row)s on, and nothing was taken over. Ask for it anew.", file=name, row=row)
        return reasons.get(reason) or super()._describe_bad_file(reason, name) or self.env._(
            "%(file)s is no catalogue: a CSV file or ACES XML is wanted.", file=name)

    def _show(self, result):
        super()._show(result)
        self.write({'is_cut': bool(result['next_row']), 'unmapped': result['sources']})

    def _run(self, is_trial):
        action = super()._run(is_trial)
        if self.is_cut:
            self.is_done = False
        return action

    def _get_title(self):
        return self.env._("Import Fitments")

    def _get_result_name(self):
        return 'fitments-check.csv'
