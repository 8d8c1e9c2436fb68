from odoo import api, fields, models
from odoo.tools import SQL

from ..survey_survey import KINDS

# Whose means rest on fewer marks is not told how each of them was.
FEWEST = 3
# More than there can be of one month: the number of a row tells its month.
MOST_ROWS = 2 ** 40


class AftersalesSurveyTechnicianReport(models.Model):
    """What customers say of a technician's work, as means of a month: he sees his own, and nobody's single answer (M4).

    A row a technician, month and question; a mark for a visit on which several worked counts for each of them. Marks of a
    month of which there are fewer than ``FEWEST`` stand in no row, nor does the month that runs: by how a mean moves from
    one day to the next, the mark of the last customer could be told.
    """
    _name = 'aftersales.survey.technician.report'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Technicians' Marks"
    _asked_field = 'month'
    _asked_by_month = True
    _auto = False
    _order = 'month desc, employee_id, id'
    _rec_name = 'question_id'

    month = fields.Date(readonly=True, help="Of the answers, by the outlet's clock.")
    company_id = fields.Many2one('res.company', readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    employee_id = fields.Many2one('hr.employee', string="Technician", readonly=True)
    user_id = fields.Many2one('res.users', readonly=True)
    question_id = fields.Many2one('survey.question', string="Question", readonly=True)
    question_name = fields.Char(string="Question Asked", compute='_compute_question_name')
    kind = fields.Selection(KINDS, string="About", readonly=True)
    answers = fields.Integer(string="Marks (n)", readonly=True)
    percent = fields.Float(
        string="Mean (0–100)", readonly=True, aggregator='avg', digits=(5, 1),
        help="Worst 0, best 100; all marks count alike.")
    satisfied = fields.Float(
        string="Satisfied (%)", readonly=True, aggregator='avg', digits=(5, 1), help="Content marks / all marks × 100")

    @api.depends('question_id')
    @api.depends_context('lang')
    def _compute_question_name(self):
        for row in self:
            row.question_name = row.sudo().question_id.title  # sudo: a technician may know what customers are asked of him

    @property
    def _table_query(self):
        """A row has the number of its month, and of what it is within it, whichever months are asked for."""
        return SQL("""
            SELECT ((EXTRACT(YEAR FROM month)::bigint - 1900) * 12 + EXTRACT(MONTH FROM month)::bigint) * %(rows)s
                   + ROW_NUMBER() OVER (
                       PARTITION BY month ORDER BY employee_id, workshop_id, company_id, question_id, user_id, kind) AS id,
                   marks.*
              FROM (
                       SELECT date_trunc('month', (inv.answered_date AT TIME ZONE 'UTC') AT TIME ZONE clock.tz)::date AS month,
                              inv.company_id, inv.workshop_id, worked.hr_employee_id AS employee_id, employee.user_id,
                              line.question_id, survey.aftersales_kind AS kind, COUNT(*)::integer AS answers,
                              AVG(line.aftersales_percent)::numeric AS percent,
                              AVG(100.0 * line.aftersales_is_satisfied::int) AS satisfied
                         FROM survey_user_input_line line
                         JOIN aftersales_survey_invitation inv ON inv.id = line.aftersales_invitation_id
                         JOIN survey_question question ON question.id = line.question_id
                         JOIN survey_survey survey ON survey.id = line.survey_id
                         JOIN aftersales_survey_invitation_technician_rel worked
                           ON worked.aftersales_survey_invitation_id = inv.id
                         JOIN hr_employee employee ON employee.id = worked.hr_employee_id
                         JOIN (%(clocks)s) clock ON clock.workshop_id IS NOT DISTINCT FROM inv.workshop_id
                          AND clock.company_id = inv.company_id
                        WHERE inv.state = 'answered' AND line.aftersales_counts
                          AND question.aftersales_role = 'technician' AND %(asked)s
                          AND (inv.answered_date AT TIME ZONE 'UTC') AT TIME ZONE clock.tz
                            < date_trunc('month', (%(now)s AT TIME ZONE 'UTC') AT TIME ZONE clock.tz)
                     GROUP BY 1, 2, 3, 4, 5, 6, 7
                       HAVING COUNT(*) >= %(fewest)s) marks
        """, clocks=self._get_clocks_query(), fewest=FEWEST, now=fields.Datetime.now(), rows=MOST_ROWS,
            asked=self._limit_to_asked(SQL("inv.answered_date")))

    @api.model
    def _get_month_number(self, row):
        return 1900 * 12 + row // MOST_ROWS

    @api.model
    def _get_clocks_query(self):
        """The time zone of each outlet, and that of what belongs to none: of the company's first outlet."""
        return SQL("""
            SELECT outlet.id AS workshop_id, outlet.company_id,
                   COALESCE(calendar.tz, partner.tz, 'UTC') AS tz
              FROM aftersales_workshop outlet
              JOIN res_company company ON company.id = outlet.company_id
              JOIN res_partner partner ON partner.id = company.partner_id
         LEFT JOIN resource_calendar calendar ON calendar.id = outlet.resource_calendar_id
         UNION ALL
            SELECT NULL, company.id, COALESCE(%s, partner.tz, 'UTC')
              FROM res_company company
              JOIN res_partner partner ON partner.id = company.partner_id
        """, self.env['aftersales.workshop']._get_first_zone_query(SQL("company.id")))

    def _read_group_select(self, aggregate_spec, query):
        """A mean of rows counts each by its marks."""
        name, __, function = aggregate_spec.partition(':')
        if name not in ('percent', 'satisfied') or function != 'avg':
            return super()._read_group_select(aggregate_spec, query)
        value, weight = (self._field_to_sql(self._table, field, query) for field in (name, 'answers'))
        return SQL("SUM(%s * %s) / NULLIF(SUM(%s), 0)", value, weight, weight)
