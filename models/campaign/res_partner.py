from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

# Customers with so many cars get two courses a year (care.md §7).
FLEET_CARS, COURSES = 3, 2


class ResPartner(models.Model):
    """Events a customer was invited to and came to; whoever refuses drops out (J5)."""
    _inherit = 'res.partner'

    aftersales_guest_ids = fields.One2many(
        'aftersales.campaign.guest', 'partner_id', string="Events", readonly=True, groups='aftersales.group_campaign')
    aftersales_event_count = fields.Integer(
        string="Events Attended", compute='_compute_aftersales_events', groups='aftersales.group_campaign')
    aftersales_course_count = fields.Integer(
        string="Courses This Year", compute='_compute_aftersales_events', groups='aftersales.group_campaign',
        help="Within twelve months; of a company those of all its people.")
    aftersales_lacks_courses = fields.Boolean(
        string="Fleet without Two Courses a Year", compute='_compute_aftersales_events',
        search='_search_aftersales_lacks_courses', groups='aftersales.group_campaign',
        help="Three cars or more, and fewer than two courses within twelve months.")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends_context('allowed_company_ids')
    def _compute_aftersales_events(self):
        family = Domain('partner_id', 'in', self._origin.ids) | Domain(
            'partner_id.commercial_partner_id', 'in', self._origin.ids)
        came = self.env['aftersales.campaign.guest']._read_group(
            family & Domain('state', '=', 'attended'), ['partner_id', 'campaign_id'])
        since = fields.Datetime.now() - relativedelta(years=1)
        lacking = self.search([('id', 'in', self._find_lacking(self._origin))])
        for partner in self:
            events = self.env['aftersales.campaign'].union(*(
                campaign for guest, campaign in came
                if partner._origin in (guest, guest.commercial_partner_id)))
            partner.aftersales_event_count = len(events)
            partner.aftersales_course_count = len(
                events.filtered(lambda event: event.is_course and event.start >= since))
            partner.aftersales_lacks_courses = partner._origin in lacking

    @api.model
    def _search_aftersales_lacks_courses(self, operator, value):
        if operator != 'in':
            return NotImplemented
        found = Domain('id', 'in', self._find_lacking())
        return found if True in value else ~found

    @api.model
    def _find_lacking(self, partners=None):
        """
        :param partners: of whom it is asked; of everybody without
        :return: ids of companies with a fleet that had too few courses in the last twelve months
        """
        fleet, family = Domain.TRUE, Domain.TRUE
        if partners is not None:
            fleet = Domain('owner_id', 'in', partners.ids)
            family = Domain('partner_id.commercial_partner_id', 'in', partners.commercial_partner_id.ids)
        # sudo: how many cars a company has is no secret of its own customer care
        fleets = self.env['fleet.vehicle'].sudo()._read_group(
            fleet & Domain([('is_customer_vehicle', '=', True), ('owner_id.is_company', '=', True),
                            ('company_id', 'in', (False, *self.env.companies.ids))]),
            ['owner_id'], ['__count'], having=[('__count', '>=', FLEET_CARS)])
        came = self.env['aftersales.campaign.guest']._read_group(
            family & Domain([('state', '=', 'attended'), ('campaign_id.kind_id.is_course', '=', True),
                             ('campaign_id.start', '>=', fields.Datetime.now() - relativedelta(years=1))]),
            ['partner_id', 'campaign_id'])
        courses = {}
        for partner, campaign in came:
            courses.setdefault(partner.commercial_partner_id, set()).add(campaign)
        own = self.env.companies.partner_id.commercial_partner_id
        return [
            owner.id for owner, __ in fleets
            if owner not in own and len(courses.get(owner.commercial_partner_id, ())) < COURSES]

    # === ACTION METHODS ===#

    def action_view_events(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_campaign_guests')
        return {
            **action, 'domain': [('partner_id', 'child_of', self.ids)],
            'context': {'default_partner_id': self.id if len(self) == 1 else False}}

    # === BUSINESS METHODS ===#

    def _on_contact_refused(self, channel, purpose):
        """Who refuses the last way drops out; a letter on its way to the printer is not printed."""
        super()._on_contact_refused(channel, purpose)
        # sudo: whoever notes the wish need not see campaigns
        guests = self.env['aftersales.campaign.guest'].sudo().search([
            ('partner_id', 'in', self.ids), ('state', 'in', ('listed', 'asked')),
            ('campaign_id.kind_id.purpose', '=', purpose), ('campaign_id.state', 'in', ('approved', 'sending', 'running'))])
        if channel == 'letter':
            guests.filtered('needs_paper').needs_paper = False
        ways = ('call', 'sms', 'mail', 'letter')
        refusing = guests.filtered(lambda guest: all(
            guest.partner_id.with_company(guest.company_id)._refuses(way, purpose) for way in ways))
        refusing._drop('refused')
