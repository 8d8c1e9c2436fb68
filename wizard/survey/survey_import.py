import base64
import csv
import io

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.base import table_file
from odoo.addons.aftersales.models.base.inputs import decode_base64

# Rows that are shown; all of them are in the file of the check.
MOST_SHOWN = 200
ORDER = ('wrong', 'doubled', 'known')


class AftersalesSurveyImport(models.TransientModel):
    """Answers that a third party asked for, as a file: looked at first, then taken over (L1)."""
    _name = 'aftersales.survey.import'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Import Answers of a Third Party"

    survey_id = fields.Many2one(
        'survey.survey', string="Questionnaire", required=True, domain="[('aftersales_kind', '!=', False)]",
        default=lambda self: self.env.ref('aftersales.survey_visit', raise_if_not_found=False),
        help="The codes of its questions are the headings of the file.")
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", domain="[('company_id', 'in', allowed_company_ids)]",
        default=lambda self: self.env['aftersales.workshop'].search([('company_id', '=', self.env.company.id)], limit=1),
        help="Answers about no visit belong to it. Repair orders are looked for in its company.")
    study = fields.Char(string="Who Asked", max_length=100, help="Name of the study, or of who made it; kept with each answer.")
    file = fields.Binary(string="CSV or XLSX", attachment=False)
    file_name = fields.Char()
    is_checked = fields.Boolean(readonly=True)
    is_done = fields.Boolean(readonly=True)
    row_count = fields.Integer(string="Rows", readonly=True)
    new_count = fields.Integer(string="New Answers", readonly=True)
    known_count = fields.Integer(string="Known Already", readonly=True)
    doubled_count = fields.Integer(string="Doubled", readonly=True)
    wrong_count = fields.Integer(string="Wrong", readonly=True)
    unread = fields.Char(string="Columns Not Read", readonly=True)
    line_ids = fields.One2many('aftersales.survey.import.line', 'import_id', string="Rows to Look At", readonly=True)
    result_file = fields.Binary(string="All Rows to Look At", readonly=True, attachment=False)
    result_name = fields.Char(readonly=True)

    @api.onchange('file', 'survey_id', 'workshop_id')
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
        self._show(self.env['aftersales.survey.invitation']._import_answers(
            self.survey_id, self.workshop_id, self._read_table(), study=self.study, is_trial=is_trial))
        self.write({'is_checked': True, 'is_done': not is_trial})
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Import Answers"), 'res_model': self._name, 'res_id': self.id,
            'view_mode': 'form', 'views': [(False, 'form')], 'target': 'new',
        }

    def _read_table(self):
        """:raises UserError: in words, when it is no table"""
        file = self.with_context(bin_size=False).file
        if not file:
            raise UserError(self.env._("Choose a file with answers."))
        name = self.file_name or self.env._("The file")
        try:
            return table_file.read_table(decode_base64(file))
        except ValueError as error:
            reason = table_file.describe(self.env, str(error), name)
            raise UserError(reason or self.env._(
                "%(file)s is no table: a CSV or XLSX file with a row a customer is wanted.", file=name))

    def _show(self, result):
        told, labels = result['told'], dict(self.env['aftersales.survey.import.line']._get_verdicts())
        self.line_ids.unlink()
        # What is wrong first: rows that are known already are nothing to worry about.
        shown = sorted(told, key=lambda row: (ORDER.index(row[2]), row[0]))[:MOST_SHOWN]
        self.env['aftersales.survey.import.line'].create([
            {'import_id': self.id, 'row_number': row, 'who': who[:40], 'verdict': verdict, 'message': message}
            for row, who, verdict, message in shown])
        rows = io.StringIO()
        writer = csv.writer(rows)
        writer.writerow([
            self.env._("Row"), self.env._("Order, Plate or Phone"), self.env._("Verdict"), self.env._("Remark")])
        writer.writerows((row, who, labels[verdict], message) for row, who, verdict, message in told)
        self.write({
            **{f'{name}_count': result[name] for name in ('new', 'known', 'doubled', 'wrong')},
            'row_count': result['rows'], 'unread': ', '.join(result['unread'])[:500],
            'result_file': base64.b64encode(rows.getvalue().encode('utf-8-sig')) if told else False,
            'result_name': 'answers-check.csv',
        })
