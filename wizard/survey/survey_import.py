from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.base import table_file


class AftersalesSurveyImport(models.TransientModel):
    """Answers that a third party asked for, as a file: looked at first, then taken over (L1)."""
    _name = 'aftersales.survey.import'
    _inherit = ['aftersales.file.import.mixin']
    _description = "Import Answers of a Third Party"
    _counts = {'new': 'new_count', 'known': 'known_count', 'doubled': 'doubled_count', 'wrong': 'wrong_count'}

    survey_id = fields.Many2one(
        'survey.survey', string="Questionnaire", required=True, domain="[('aftersales_kind', '!=', False)]",
        default=lambda self: self.env.ref('aftersales.survey_visit', raise_if_not_found=False),
        help="The codes of its questions are the headings of the file.")
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", domain="[('company_id', 'in', allowed_company_ids)]",
        default=lambda self: self.env['aftersales.workshop'].search([('company_id', '=', self.env.company.id)], limit=1),
        help="Answers about no visit belong to it. Repair orders are looked for in its company.")
    study = fields.Char(string="Who Asked", max_length=100, help="Name of the study, or of who made it; kept with each answer.")
    new_count = fields.Integer(string="New Answers", readonly=True)
    known_count = fields.Integer(string="Known Already", readonly=True)
    unread = fields.Char(string="Columns Not Read", readonly=True)
    line_ids = fields.One2many('aftersales.survey.import.line', 'import_id', string="Rows to Look At", readonly=True)

    @api.onchange('file', 'survey_id', 'workshop_id')
    def _onchange_source(self):
        self.is_checked = self.is_done = False

    # === BUSINESS METHODS ===#

    def _import_file(self, is_trial):
        return self.env['aftersales.survey.invitation']._import_answers(
            self.survey_id, self.workshop_id, self._read_table(), study=self.study, is_trial=is_trial)

    def _read_table(self):
        """:raises UserError: in words, when it is no table"""
        if not self.file:
            raise UserError(self.env._("Choose a file with answers."))
        return self._read_with(table_file.read_table, self.file_name or self.env._("The file"))

    def _describe_bad_file(self, reason, name):
        return super()._describe_bad_file(reason, name) or self.env._(
            "%(file)s is no table: a CSV or XLSX file with a row a customer is wanted.", file=name)

    def _get_title(self):
        return self.env._("Import Answers")

    def _get_result_name(self):
        return 'answers-check.csv'

    def _show(self, result):
        super()._show(result)
        self.unread = ', '.join(result['unread'])[:500]
