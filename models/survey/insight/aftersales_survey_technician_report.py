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
                       SELECT visit.month, visit.company_id, visit.workshop_id, visit.employee_id, employee.user_id,
                              visit.question_id, visit.kind, visit.answers, visit.percent, visit.satisfied
                         FROM (%(marks)s) visit
                         JOIN hr_employee employee ON employee.id = visit.employee_id) marks
        """, marks=self._get_marks_query(), rows=MOST_ROWS)

    @api.model
    def _get_marks_query(self):
        """Means of months that are over. The month is reckoned a visit, not a mark (``OFFSET 0``)."""
        return SQL("""
            SELECT visit.month, visit.company_id, visit.workshop_id, worked.hr_employee_id AS employee_id,
                   line.question_id, survey.aftersales_kind AS kind, COUNT(*)::integer AS answers,
                   AVG(line.aftersales_percent)::numeric AS percent,
                   AVG(100.0 * line.aftersales_is_satisfied::int) AS satisfied
              FROM (
                       SELECT inv.id, inv.company_id, inv.workshop_id, date_trunc('month', local.answered)::date AS month
                         FROM aftersales_survey_invitation inv
                         JOIN (%(houses)s) house ON house.company_id = inv.company_id
                    LEFT JOIN (%(outlets)s) outlet ON outlet.workshop_id = inv.workshop_id
                CROSS JOIN LATERAL (SELECT COALESCE(outlet.tz, house.tz) AS tz) clock
                CROSS JOIN LATERAL (SELECT (inv.answered_date AT TIME ZONE 'UTC') AT TIME ZONE clock.tz AS answered) local
                        WHERE inv.state = 'answered' AND %(asked)s
                          AND local.answered < date_trunc('month', (%(now)s AT TIME ZONE 'UTC') AT TIME ZONE clock.tz)
                       OFFSET 0) visit
              JOIN survey_user_input_line line ON line.aftersales_invitation_id = visit.id AND line.aftersales_counts
              JOIN survey_question question ON question.id = line.question_id AND question.aftersales_role = 'technician'
              JOIN survey_survey survey ON survey.id = line.survey_id
              JOIN aftersales_survey_invitation_technician_rel worked ON worked.aftersales_survey_invitation_id = visit.id
          GROUP BY 1, 2, 3, 4, 5, 6
            HAVING COUNT(*) >= %(fewest)s
        """, fewest=FEWEST, now=fields.Datetime.now(), asked=self._limit_to_asked(SQL("inv.answered_date")),
            houses=self._get_houses_query(), outlets=self._get_outlets_query())

    @api.model
    def _get_month_number(self, row):
        return 1900 * 12 + row // MOST_ROWS

    @api.model
    def _get_outlets_query(self):
        """The time zone of each outlet."""
        return SQL("""
            SELECT outlet.id AS workshop_id, COALESCE(calendar.tz, partner.tz, 'UTC') AS tz
              FROM aftersales_workshop outlet
              JOIN res_company company ON company.id = outlet.company_id
              JOIN res_partner partner ON partner.id = company.partner_id
         LEFT JOIN resource_calendar calendar ON calendar.id = outlet.resource_calendar_id
        """)

    @api.model
    def _get_houses_query(self):
        """The time zone of what belongs to no outlet: of the company's first one.

        Companies have it before they are joined (``OFFSET 0``), or all customers are read for the few that are companies.
        """
        return SQL("""
            SELECT company.id AS company_id, COALESCE(%s, partner.tz, 'UTC') AS tz
              FROM res_company company
              JOIN res_partner partner ON partner.id = company.partner_id
            OFFSET 0
        """, self.env['aftersales.workshop']._get_first_zone_query(SQL("company.id")))

    def _read_group_select(self, aggregate_spec, query):
        """A mean of rows counts each by its marks."""
        name, __, function = aggregate_spec.partition(':')
        if name not in ('percent', 'satisfied') or function != 'avg':
            return super()._read_group_select(aggregate_spec, query)
        value, weight = (self._field_to_sql(self._table, field, query) for field in (name, 'answers'))
        return SQL("SUM(%s * %s) / NULLIF(SUM(%s), 0)", value, weight, weight)
