from odoo import fields, models

OPEN_CALLS = ('planned', 'no_answer', 'in_call')
FIGURES = ('guest_count', 'asked_count', 'reached_count', 'registered_count', 'came_count', 'booked_count', 'declined_count')
MEASURES = ('is_invited', 'was_asked', 'is_reached', 'is_registered', 'is_attended', 'is_booked', 'is_declined')


class AftersalesCampaign(models.Model):
    """What came of it: the same numbers on the form, in the report and on paper (J5)."""
    _inherit = 'aftersales.campaign'

    guest_count = fields.Integer(string="On the Guest List", compute='_compute_figures')
    asked_count = fields.Integer(string="Told", compute='_compute_figures', help="Called or written to.")
    reached_count = fields.Integer(string="Reached", compute='_compute_figures', help="Spoken with, or answered by the link.")
    registered_count = fields.Integer(string="Signed Up", compute='_compute_figures')
    came_count = fields.Integer(string="Came", compute='_compute_figures')
    declined_count = fields.Integer(string="Do Not Come", compute='_compute_figures')
    booked_count = fields.Integer(
        string="Booked", compute='_compute_figures', help="Customers with an appointment made since they were asked.")
    revenue = fields.Monetary(
        compute='_compute_figures', groups='aftersales.group_price',
        help="Untaxed, of their orders delivered since they were asked, until the days counted afterwards are over.")
    cost = fields.Monetary(compute='_compute_cost')
    booking_cost = fields.Monetary(string="Cost per Booking", compute='_compute_cost')
    waiting_count = fields.Integer(string="On the Waiting List", compute='_compute_waiting')
    letter_count = fields.Integer(string="Letters to Write", compute='_compute_waiting')
    call_count = fields.Integer(string="Calls to Make", compute='_compute_calls')
    rating_count = fields.Integer(string="Answers", compute='_compute_rating')
    rating_average = fields.Float(string="Stars", compute='_compute_rating', digits=(3, 1))

    # === COMPUTE METHODS ===#

    def _compute_figures(self):
        self.env.flush_all()
        # sudo: how many they were is told to whoever sees the campaign
        rows = self.env['aftersales.campaign.report'].sudo()._read_group(
            [('campaign_id', 'in', self.ids)], ['campaign_id'], [f'{name}:sum' for name in (*MEASURES, 'revenue')])
        found = {campaign.id: sums for campaign, *sums in rows}
        for campaign in self:
            *counts, revenue = found.get(campaign.id, [0] * (len(FIGURES) + 1))
            campaign.update(dict(zip(FIGURES, counts, strict=True)))
            campaign.revenue = revenue

    def _compute_cost(self):
        sums = dict(self.env['aftersales.campaign.cost'].sudo()._read_group(  # sudo: as the figures
            [('campaign_id', 'in', self.ids)], ['campaign_id'], ['amount:sum']))
        for campaign in self:
            campaign.cost = sums.get(campaign._origin, 0)
            campaign.booking_cost = campaign.cost / campaign.booked_count if campaign.booked_count else 0

    def _compute_waiting(self):
        Guest = self.env['aftersales.campaign.guest'].sudo()  # sudo: as the figures
        own = [('campaign_id', 'in', self.ids)]
        waiting = dict(Guest._read_group([*own, ('state', '=', 'waiting')], ['campaign_id'], ['__count']))
        letters = dict(Guest._read_group([*own, ('needs_paper', '=', True)], ['campaign_id'], ['__count']))
        for campaign in self:
            campaign.waiting_count = waiting.get(campaign._origin, 0)
            campaign.letter_count = letters.get(campaign._origin, 0)

    def _compute_calls(self):
        # sudo: as the figures
        calls = dict(self.env['aftersales.followup'].sudo()._read_group(
            [('rule_id', 'in', self.rule_id.ids), ('state', 'in', OPEN_CALLS)], ['rule_id'],
            ['__count']))
        for campaign in self:
            campaign.call_count = calls.get(campaign.rule_id, 0)

    def _compute_rating(self):
        rated = {campaign: figures for campaign, *figures in self.env['aftersales.campaign.guest'].sudo()._read_group(
            [('campaign_id', 'in', self.ids), ('given_stars', '>', 0)], ['campaign_id'], ['__count', 'given_stars:avg'])}
        for campaign in self:
            campaign.rating_count, campaign.rating_average = rated.get(campaign._origin, (0, 0))

    # === ACTION METHODS ===#

    def action_view_guests(self):
        return self._view_list('aftersales.action_campaign_guests', [
            ('campaign_id', 'in', self.ids), ('state', '!=', 'dropped')])

    def action_view_registered(self):
        return self._view_list('aftersales.action_campaign_guests', [
            ('campaign_id', 'in', self.ids), ('state', 'in', ('registered', 'attended', 'absent'))])

    def action_view_booked(self):
        self.check_access('read')
        guests = self.env['aftersales.campaign.report'].sudo().search([  # sudo: whom the figure counts
            ('campaign_id', 'in', self.ids), ('is_booked', '=', 1)])
        return self._view_list('aftersales.action_campaign_guests', [('id', 'in', guests.guest_id.ids)])

    def action_view_calls(self):
        return self._view_list('aftersales.action_followups', [
            ('rule_id', 'in', self.rule_id.ids), ('state', 'in', OPEN_CALLS)])

    def action_view_figures(self):
        return self._view_list('aftersales.action_campaign_report', [('campaign_id', 'in', self.ids)])

    def _view_list(self, xmlid, domain):
        action = self.env['ir.actions.act_window']._for_xml_id(xmlid)
        only = self.id if len(self) == 1 else False
        return {**action, 'domain': domain, 'context': {'default_campaign_id': only}}
