from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.recall import vin_file


class AftersalesRecallImport(models.TransientModel):
    """The maker's list of VINs, as a file or pasted: looked at first, then taken over."""
    _name = 'aftersales.recall.import'
    _inherit = ['aftersales.file.import.mixin']
    _description = "Import VINs of a Recall"
    _counts = {
        'new': 'new_count', 'known': 'known_count', 'unknown': 'unknown_count', 'doubled': 'doubled_count',
        'wrong': 'wrong_count'}

    recall_id = fields.Many2one('aftersales.recall', required=True, readonly=True)
    text = fields.Text(string="Or Paste VINs", max_length=20_000_000)
    new_count = fields.Integer(string="New on the List", readonly=True)
    known_count = fields.Integer(string="On the List Already", readonly=True)
    unknown_count = fields.Integer(string="No Car of the Register", readonly=True)
    line_ids = fields.One2many('aftersales.recall.import.line', 'import_id', string="Rows to Look At", readonly=True)

    @api.onchange('file', 'text')
    def _onchange_source(self):
        self.is_checked = self.is_done = False

    # === BUSINESS METHODS ===#

    def _import_file(self, is_trial):
        self.recall_id.check_access('write')
        return self.recall_id._import_vins(self._read_rows(), is_trial)

    def _read_rows(self):
        """:raises UserError: in words, when it is no list"""
        text = (self.text or '').strip()
        if not self.file and not text:
            raise UserError(self.env._("Choose a file with VINs, or paste them."))
        if self.file:
            return self._read_with(vin_file.read_rows, self.file_name or self.env._("The file"))
        return self._read_with(vin_file.read_rows, self.env._("The pasted text"), self.text)

    def _describe_bad_file(self, reason, name):
        if reason == 'empty':
            return self.env._("%(file)s is empty: no row has a VIN.", file=name)
        return super()._describe_bad_file(reason, name) or self.env._(
            "%(file)s is no list: a text, CSV or XLSX file with a VIN a row is wanted.", file=name)

    def _get_title(self):
        return self.env._("Import VINs")

    def _get_result_name(self):
        return f"{(self.recall_id.maker_number or '').replace('/', '-')}-check.csv"
