import base64
import csv
import io

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.base import table_file
from odoo.addons.aftersales.models.base.inputs import decode_base64
from odoo.addons.aftersales.models.recall import vin_file

# Rows that are shown; all of them are in the file of the check.
MOST_SHOWN = 200


class AftersalesRecallImport(models.TransientModel):
    """The maker's list of VINs, as a file or pasted: looked at first, then taken over."""
    _name = 'aftersales.recall.import'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Import VINs of a Recall"

    recall_id = fields.Many2one('aftersales.recall', required=True, readonly=True)
    file = fields.Binary(string="CSV or XLSX", attachment=False)
    file_name = fields.Char()
    text = fields.Text(string="Or Paste VINs", max_length=20_000_000)
    is_checked = fields.Boolean(readonly=True)
    is_done = fields.Boolean(readonly=True)
    row_count = fields.Integer(string="Rows", readonly=True)
    new_count = fields.Integer(string="New on the List", readonly=True)
    known_count = fields.Integer(string="On the List Already", readonly=True)
    unknown_count = fields.Integer(string="No Car of the Register", readonly=True)
    doubled_count = fields.Integer(string="Doubled", readonly=True)
    wrong_count = fields.Integer(string="Wrong", readonly=True)
    line_ids = fields.One2many('aftersales.recall.import.line', 'import_id', string="Rows to Look At", readonly=True)
    result_file = fields.Binary(string="All Rows to Look At", readonly=True, attachment=False)
    result_name = fields.Char(readonly=True)

    @api.onchange('file', 'text')
    def _onchange_source(self):
        self.is_checked = self.is_done = False

    # === ACTION METHODS ===#

    def action_check(self):
        """Say of every row what is wrong with it; nothing is taken over."""
        return self._run(is_trial=True)

    def action_import(self):
        return self._run(is_trial=False)

    # === BUSINESS METHODS ===#

    def _run(self, is_trial):
        self.ensure_one()
        self.recall_id.check_access('write')
        result = self.recall_id._import_vins(self._read_rows(), is_trial)
        self._show(result)
        self.write({'is_checked': True, 'is_done': not is_trial})
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Import VINs"), 'res_model': self._name, 'res_id': self.id,
            'view_mode': 'form', 'views': [(False, 'form')], 'target': 'new',
        }

    def _read_rows(self):
        """:raises UserError: in words, when it is no list"""
        file = self.with_context(bin_size=False).file
        if not file and not (self.text or '').strip():
            raise UserError(self.env._("Choose a file with VINs, or paste them."))
        name = self.file_name or self.env._("The pasted text")
        try:
            data = decode_base64(file) if file else self.text.encode()
            return vin_file.read_rows(data)
        except ValueError as error:
            raise UserError(self._describe_bad_file(str(error), name if file else self.env._("The pasted text")))

    def _describe_bad_file(self, reason, name):
        if reason == 'empty':
            return self.env._("%(file)s is empty: no row has a VIN.", file=name)
        return table_file.describe(self.env, reason, name) or self.env._(
            "%(file)s is no list: a text, CSV or XLSX file with a VIN a row is wanted.", file=name)

    def _show(self, result):
        told, labels = result['told'], dict(self.env['aftersales.recall.import.line']._get_verdicts())
        self.line_ids.unlink()
        # What is wrong first: rows that are on the list already are nothing to worry about.
        order = ('wrong', 'doubled', 'brand', 'unknown', 'known')
        shown = sorted(told, key=lambda row: (order.index(row[2]), row[0]))[:MOST_SHOWN]
        self.env['aftersales.recall.import.line'].create([
            {'import_id': self.id, 'row_number': row, 'vin': vin[:40], 'verdict': verdict, 'message': message}
            for row, vin, verdict, message in shown])
        rows = io.StringIO()
        writer = csv.writer(rows)
        writer.writerow([self.env._("Row"), self.env._("VIN"), self.env._("Verdict"), self.env._("Remark")])
        writer.writerows((row, vin, labels[verdict], message) for row, vin, verdict, message in told)
        self.write({
            **{f'{name}_count': result[name] for name in ('new', 'known', 'unknown', 'doubled', 'wrong')},
            'row_count': result['rows'],
            'result_file': base64.b64encode(rows.getvalue().encode('utf-8-sig')) if told else False,
            'result_name': f"{(self.recall_id.maker_number or '').replace('/', '-')}-check.csv",
        })
