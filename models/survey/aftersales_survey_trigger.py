from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

EVENTS = [
    ('visit', "Visit delivered"), ('booked', "Booked visit delivered"), ('complaint', "Complaint closed"),
    ('rescue', "Rescue closed"), ('sold', "Car sold"), ('yearly', "Once a year, by random sample"),
]


class AftersalesSurveyTrigger(models.Model):
    """When which questionnaire is asked: so many days after what happened, and how often a customer is asked at all (L1)."""
    _name = 'aftersales.survey.trigger'
    _description = "Occasion of a Survey"
    _inherit = ['aftersales.setup.mixin', 'aftersales.batch.mixin', 'mail.thread']
    _order = 'sequence, id'
    _rec_name = 'event'

    sequence = fields.Integer(default=10)
    survey_id = fields.Many2one(
        'survey.survey', string="Questionnaire", required=True, index=True, ondelete='restrict', tracking=True,
        domain="[('aftersales_kind', '!=', False)]")
    event = fields.Selection(EVENTS, string="Occasion", required=True, default='visit', tracking=True)
    days_after = fields.Integer(
        string="Days After", default=1, bounds=(0, 3650), tracking=True,
        help="So many days after what happened the customer is asked.")
    grace_days = fields.Integer(
        string="Not Later Than", default=3, bounds=(1, 60), tracking=True,
        help="Whoever could not be asked within so many days more is not asked any more.")
    valid_days = fields.Integer(
        string="Days to Answer", default=14, bounds=(1, 365), tracking=True, help="So long the link works.")
    rest_days = fields.Integer(
        string="Rest", default=30, bounds=(0, 365), tracking=True,
        help="Whoever was asked within so many days before, about whatever, is left in peace.")
    call_after_days = fields.Integer(
        string="Call After", default=3, bounds=(0, 365), tracking=True,
        help="Whoever has not answered the link after so many days is called; 0: never. Whom nothing can be sent to is "
        "called at once.")
    sample_size = fields.Integer(
        string="Sample", default=200, bounds=(1, 100000), tracking=True,
        help="So many customers of the last twelve months are drawn at random in each company.")
    next_date = fields.Date(string="Next Sample", tracking=True, help="Empty: no sample is drawn.")

    @api.constrains('event', 'survey_id')
    def _check_survey(self):
        for trigger in self:
            if not trigger.survey_id.aftersales_kind:
                raise ValidationError(self.env._(
                    "“%(survey)s” is no questionnaire of After-Sales. Choose one of those.",
                    survey=trigger.survey_id.title))

    @api.depends('event', 'days_after', 'survey_id.title')
    def _compute_display_name(self):
        events = dict(self._fields['event']._description_selection(self.env))
        for trigger in self:
            # sudo: what it is called is no secret
            trigger.display_name = self.env._(
                "%(survey)s: %(event)s (day %(days)s)", survey=trigger.sudo().survey_id.title or '',
                event=events.get(trigger.event, ''), days=trigger.days_after)

    # === BUSINESS METHODS ===#

    @api.model
    def _get_active(self, *events):
        """The occasions of these events that are in use, the first first."""
        return self.search([('event', 'in', events), ('survey_id.active', '=', True)])

    # === SAMPLE ===#

    @api.model
    def _cron_draw_samples(self, batch_size=20):
        """H: once a year customers drawn at random are asked what they think of the house; not at night."""
        if not self.env['aftersales.survey.invitation']._get_asking_outlets():
            return
        self._work_through([
            ('event', '=', 'yearly'), ('next_date', '<=', fields.Date.context_today(self)), ('survey_id.active', '=', True),
        ], '_draw', batch_size)

    def _draw(self):
        """Ask a random sample in each company; the frame and its size are kept with each asked."""
        Invitation = self.env['aftersales.survey.invitation']
        start = fields.Datetime.now() - relativedelta(years=1)
        # sudo: a scheduled action works for all companies
        companies = self.env['res.company'].sudo().search([('aftersales_ask_survey', '=', True)])
        for trigger in self:
            drawn = [(company, trigger._get_sample(company, start)) for company in companies]
            Invitation._ask([{
                'trigger_id': trigger.id, 'survey_id': trigger.survey_id.id, 'partner_id': partner_id,
                'company_id': company.id, 'workshop_id': workshop_id, 'sample_frame_size': frame, 'sample_size': len(rows),
            } for company, rows in drawn for partner_id, workshop_id, frame in rows])
            # Once a year, also where the action stood still for years.
            while trigger.next_date <= fields.Date.context_today(trigger):
                trigger.next_date += relativedelta(years=1)

    def _get_sample(self, company, start):
        """:return: rows of customer, outlet of his last visit, number of customers it was drawn from"""
        self.env['aftersales.order'].flush_model(['partner_id', 'company_id', 'state', 'delivered_date', 'workshop_id'])
        return self.env.execute_query(SQL(
            """
            SELECT visited.partner_id, visited.workshop_id, COUNT(*) OVER () AS frame
              FROM (
                    SELECT DISTINCT ON (visit.partner_id) visit.partner_id, visit.workshop_id
                      FROM aftersales_order AS visit
                     WHERE visit.state = 'delivered' AND visit.delivered_date >= %(start)s
                       AND visit.company_id = %(company)s AND visit.partner_id != %(own)s
                  ORDER BY visit.partner_id, visit.delivered_date DESC
                   ) AS visited
          ORDER BY random()
             LIMIT %(size)s
            """, start=start, company=company.id, own=company.partner_id.id, size=self.sample_size))
