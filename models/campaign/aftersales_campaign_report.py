from odoo import fields, models
from odoo.tools import SQL


class AftersalesCampaignReport(models.Model):
    """A row for each invited customer: what he was asked, what he did; each figure is reckoned here alone (J5)."""
    _name = 'aftersales.campaign.report'
    _description = "Campaign Figures"
    _auto = False
    _order = 'start desc, id'
    _rec_name = 'campaign_id'

    campaign_id = fields.Many2one('aftersales.campaign', string="Campaign", readonly=True)
    guest_id = fields.Many2one('aftersales.campaign.guest', string="Invited Customer", readonly=True)
    kind_id = fields.Many2one('aftersales.campaign.kind', string="Kind", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    user_id = fields.Many2one('res.users', string="Responsible", readonly=True)
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    start = fields.Datetime(string="Begins", readonly=True)
    source = fields.Selection(
        lambda self: self.env['aftersales.campaign.guest']._fields['source']._description_selection(self.env),
        string="Registered By", readonly=True)
    is_loyal = fields.Boolean(string="Loyal", readonly=True)
    is_invited = fields.Integer(string="On the Guest List", readonly=True)
    was_asked = fields.Integer(string="Told", readonly=True)
    is_reached = fields.Integer(string="Reached", readonly=True)
    is_registered = fields.Integer(string="Signed Up", readonly=True)
    is_attended = fields.Integer(string="Came", readonly=True)
    is_declined = fields.Integer(string="Do Not Come", readonly=True)
    is_booked = fields.Integer(string="Booked", readonly=True)
    revenue = fields.Monetary(readonly=True, groups='aftersales.group_price')
    cost = fields.Monetary(readonly=True, help="The cost of the campaign, shared out between its customers.")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT told.id AS id, told.id AS guest_id, told.campaign_id, told.kind_id, told.company_id, told.currency_id,
                   told.workshop_id, told.user_id, told.partner_id, told.start, told.source, told.is_loyal,
                   (told.state != 'dropped')::int AS is_invited,
                   (told.since IS NOT NULL OR told.is_reached = 1)::int AS was_asked,
                   told.is_reached,
                   (told.state IN ('registered', 'attended', 'absent'))::int AS is_registered,
                   (told.state = 'attended')::int AS is_attended, (told.state = 'declined')::int AS is_declined,
                   (booked.made IS NOT NULL)::int AS is_booked, COALESCE(earned.revenue, 0) AS revenue,
                   told.total_cost / told.guests AS cost
              FROM (
                SELECT guest.id, guest.campaign_id, guest.partner_id, guest.state, guest.source, guest.is_loyal,
                       COALESCE(guest.is_reached, FALSE)::int AS is_reached,
                       LEAST(guest.called_date, guest.written_date, guest.registered_date, guest.came_date) AS since,
                       campaign.kind_id, campaign.company_id, company.currency_id, campaign.workshop_id, campaign.user_id,
                       campaign.start, campaign.stop + make_interval(days => campaign.window_days) AS until,
                       COUNT(*) OVER (PARTITION BY guest.campaign_id) AS guests,
                       COALESCE((SELECT SUM(cost.amount) FROM aftersales_campaign_cost AS cost
                                  WHERE cost.campaign_id = campaign.id), 0) AS total_cost
                  FROM aftersales_campaign_guest AS guest
                  JOIN aftersales_campaign AS campaign ON campaign.id = guest.campaign_id
                  JOIN res_company AS company ON company.id = campaign.company_id) AS told
         LEFT JOIN LATERAL (
                SELECT 1 AS made FROM aftersales_appointment AS visit
                 WHERE visit.company_id = told.company_id AND visit.state NOT IN ('draft', 'cancelled')
                   AND visit.campaign_guest_id = told.id
                 UNION ALL
                SELECT 1 FROM aftersales_appointment AS visit
                 WHERE visit.company_id = told.company_id AND visit.state NOT IN ('draft', 'cancelled')
                   AND visit.partner_id = told.partner_id
                   AND visit.create_date >= told.since AND visit.create_date <= told.until
                 LIMIT 1) AS booked ON TRUE
         LEFT JOIN LATERAL (
                SELECT SUM(visit.amount_untaxed / COALESCE(NULLIF(visit.currency_rate, 0), 1)) AS revenue
                  FROM aftersales_order AS visit
                 WHERE visit.partner_id = told.partner_id AND visit.company_id = told.company_id
                   AND visit.state = 'delivered' AND visit.active
                   AND visit.received_date >= told.since AND visit.received_date <= told.until) AS earned ON TRUE
            """)
