from ast import literal_eval

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

# What a count tells, in the order of the table.
WAYS = ('call', 'sms', 'mail', 'letter')
# Classes of customers by the choice; a class is worked out each night (room value).
CLASSES = {'a': ('a',), 'ab': ('a', 'b'), 'c': ('c',)}
CRITERIA = (
    'company_id', 'kind_id', 'segment_workshop_ids', 'segment_brand_ids', 'segment_model_ids', 'age_from', 'age_to',
    'km_from', 'km_to', 'visited_months', 'absent_months', 'warranty_months', 'declined_only', 'loyal_only',
    'segment_class', 'customer_kind', 'attended_kind_ids', 'filter_domain')


class AftersalesCampaign(models.Model):
    """Whom it is about: criteria anybody understands, counted as they are chosen, frozen when it is approved (J5)."""
    _inherit = 'aftersales.campaign'

    segment_workshop_ids = fields.Many2many(
        'aftersales.workshop', 'aftersales_campaign_workshop_rel', string="Visited Outlets",
        domain="[('company_id', '=', company_id)]", help="Empty: all.")
    segment_brand_ids = fields.Many2many('fleet.vehicle.model.brand', 'aftersales_campaign_brand_rel', string="Makes")
    segment_model_ids = fields.Many2many('fleet.vehicle.model', 'aftersales_campaign_model_rel', string="Models")
    age_from = fields.Integer(string="Car Older Than (Years)", bounds=(0, 100))
    age_to = fields.Integer(string="Car Younger Than (Years)", bounds=(0, 100))
    km_from = fields.Integer(string="More Than (km)", bounds=(0, 2000000))
    km_to = fields.Integer(string="Less Than (km)", bounds=(0, 2000000))
    visited_months = fields.Integer(string="Was Here within (Months)", bounds=(0, 240))
    absent_months = fields.Integer(string="Was Not Here for (Months)", bounds=(0, 240))
    warranty_months = fields.Integer(string="Warranty Ends within (Months)", bounds=(0, 120))
    declined_only = fields.Boolean(string="Work Declined and Not Done")
    loyal_only = fields.Boolean(
        string="Loyal Customers Only", help="As the last night found them: by their class and their visits within a year.")
    segment_class = fields.Selection(
        [('all', "All Classes"), ('a', "Class A"), ('ab', "Classes A and B"), ('c', "Class C")], string="Value Class",
        required=True, default='all')
    customer_kind = fields.Selection(
        [('all', "Persons and Companies"), ('person', "Private Customers"), ('company', "Companies")],
        string="Kind of Customer", required=True, default='all')
    attended_kind_ids = fields.Many2many(
        'aftersales.campaign.kind', 'aftersales_campaign_attended_rel', string="Came Before To")
    filter_domain = fields.Char(string="Further Conditions", default='[]', help="A manager enters it.")
    segment_table = fields.Html(
        string="Who That Is", compute='_compute_segment_table', sanitize=False, readonly=True, exportable=False)
    frozen_counts = fields.Json(readonly=True, copy=False)

    # === COMPUTE METHODS ===#

    @api.depends(*CRITERIA, 'state', 'frozen_counts')
    @api.depends_context('lang')
    def _compute_segment_table(self):
        for campaign in self:
            counts = campaign.frozen_counts if campaign.state != 'draft' else campaign._count_segment()
            campaign.segment_table = campaign._render_counts(counts) if counts else False

    # === CONSTRAINT METHODS ===#

    @api.constrains('filter_domain')
    def _check_filter_domain(self):
        for campaign in self:
            try:
                self.env['fleet.vehicle']._check_typed_filter(campaign.filter_domain)
            except Exception:
                raise ValidationError(self.env._(
                    "“%(campaign)s”: the cars it is about cannot be found that way. Choose them anew.",
                    campaign=campaign.name))

    # === BUSINESS METHODS: CRITERIA ===#

    def _get_free_domain(self):
        self.ensure_one()
        return Domain(literal_eval(self.filter_domain or '[]'))

    def _get_segment_domain(self):
        """Hook: the cars whose customers it is about; rooms add criteria of theirs by ``super() & …``."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        found = Domain('is_customer_vehicle', '=', True) & Domain('active', '=', True)
        found &= Domain('company_id', 'in', (False, self.company_id.id)) & self._get_free_domain()
        # Cars belong to all companies of a group: customers of another one that came to it alone are that one's.
        found &= Domain('aftersales_order_ids', '=', False) | Domain(
            'aftersales_order_ids', 'any', [('company_id', '=', self.company_id.id)])
        if self.segment_brand_ids:
            found &= Domain('model_id.brand_id', 'in', self.segment_brand_ids.ids)
        if self.segment_model_ids:
            found &= Domain('model_id', 'in', self.segment_model_ids.ids)
        if self.age_from:
            found &= self._get_age_domain('<=', today - relativedelta(years=self.age_from))
        if self.age_to:
            found &= self._get_age_domain('>', today - relativedelta(years=self.age_to))
        if self.km_from:
            found &= Domain('distance_km', '>', self.km_from)
        if self.km_to:
            found &= Domain('distance_km', '<', self.km_to) & Domain('distance_km', '>', 0)
        return found & self._get_visit_domain(today) & self._get_customer_domain()

    @api.model
    def _get_age_domain(self, operator, day):
        return Domain('delivery_date', operator, day) | (
            Domain('delivery_date', '=', False) & Domain('sale_date', operator, day))

    def _get_visit_domain(self, today):
        """What the cars were here for, and when."""
        visits, found = Domain('state', '=', 'delivered') & Domain('company_id', '=', self.company_id.id), Domain.TRUE
        if self.segment_workshop_ids:
            found &= Domain(
                'aftersales_order_ids', 'any', visits & Domain('workshop_id', 'in', self.segment_workshop_ids.ids))
        if self.visited_months:
            since = fields.Datetime.to_datetime(today - relativedelta(months=self.visited_months))
            found &= Domain('aftersales_order_ids', 'any', visits & Domain('delivered_date', '>=', since))
        if self.absent_months:
            since = fields.Datetime.to_datetime(today - relativedelta(months=self.absent_months))
            found &= Domain('aftersales_order_ids', 'any', visits) & Domain('aftersales_order_ids', 'not any', [
                ('received_date', '>=', since), ('company_id', '=', self.company_id.id)])
        if self.warranty_months:
            found &= Domain('coverage_ids', 'any', [
                ('active', '=', True), ('fitted_line_id', '=', False), ('end_date', '>=', today),
                ('end_date', '<=', today + relativedelta(months=self.warranty_months))])
        if self.declined_only:
            found &= Domain('aftersales_order_ids.job_ids', 'any', [
                ('declined_state', '=', 'open'), ('company_id', '=', self.company_id.id)])
        return found

    def _get_customer_domain(self):
        found = Domain.TRUE
        if self.customer_kind != 'all':
            found &= Domain('owner_id.is_company', '=', self.customer_kind == 'company')
        if self.segment_class in CLASSES:
            # sudo: whom it is about is counted by the system
            known = self.env['aftersales.customer.value'].sudo()._search([
                ('company_id', '=', self.company_id.id), ('value_class', 'in', CLASSES[self.segment_class])])
            found &= Domain('owner_id.commercial_partner_id', 'in', known.subselect('partner_id'))
        if self.attended_kind_ids:
            found &= Domain('owner_id.aftersales_guest_ids', 'any', [
                ('state', '=', 'attended'), ('campaign_id.kind_id', 'in', self.attended_kind_ids.ids)])
        return found

    def _get_loyal_sql(self):
        """A query for loyal customers of the company (care.md §8), with the column partner_id."""
        self.env['aftersales.customer.value'].flush_model(['partner_id', 'company_id', 'is_loyal'])
        return SQL(
            """
            SELECT person.id AS partner_id
              FROM aftersales_customer_value AS value
              JOIN res_partner AS person ON person.commercial_partner_id = value.partner_id
             WHERE value.company_id = %s AND value.is_loyal
            """, self.company_id.id)

    # === BUSINESS METHODS: CUSTOMERS ===#

    def _get_segment_sql(self):
        """A query: each customer once, with one car of his, whether he is loyal, left in peace, and on which ways he may be
        contacted."""
        self.ensure_one()
        # sudo: whom it is about is counted by the system; who may not read orders learns no more than a number
        system = self.sudo().with_company(self.company_id)
        Vehicle, Partner = system.env['fleet.vehicle'].with_context(active_test=False), system.env['res.partner']
        purpose = system.kind_id.purpose or 'marketing'
        refusing = {way: Partner._search(Partner._get_refusing_domain(way, purpose)).subselect() for way in WAYS}
        paused = Vehicle._search(Vehicle._get_contact_pause_domain())
        return SQL(
            """
            SELECT *, NOT is_own AND NOT is_paused AND (by_call OR by_sms OR by_mail OR by_letter) AS is_invited
              FROM (
                SELECT DISTINCT ON (customer.id) customer.id AS partner_id, car.id AS vehicle_id,
                       customer.id IN (%(loyal)s) AS is_loyal,
                       customer.commercial_partner_id = %(own)s AS is_own,
                       customer.id IN (
                           SELECT COALESCE(other.contact_id, other.owner_id) FROM fleet_vehicle AS other
                            WHERE other.id IN (%(paused)s)) AS is_paused,
                       COALESCE(customer.phone, '') != '' AS has_phone,
                       COALESCE(customer.phone, '') != '' AND customer.id NOT IN (%(no_call)s) AS by_call,
                       COALESCE(customer.phone, '') != '' AND customer.id NOT IN (%(no_sms)s) AND NOT EXISTS (
                           SELECT FROM phone_blacklist AS list
                            WHERE list.active AND list.number = customer.phone_sanitized) AS by_sms,
                       customer.email_normalized IS NOT NULL AND customer.id NOT IN (%(no_mail)s) AND NOT EXISTS (
                           SELECT FROM mail_blacklist AS list
                            WHERE list.active AND list.email = customer.email_normalized) AS by_mail,
                       COALESCE(customer.street, '') != '' AND customer.id NOT IN (%(no_letter)s) AS by_letter
                  FROM fleet_vehicle AS car
                  JOIN res_partner AS customer ON customer.id = COALESCE(car.contact_id, car.owner_id)
                 WHERE car.id IN (%(cars)s) AND customer.active
                   AND COALESCE(customer.company_id, %(company)s) = %(company)s
              ORDER BY customer.id, car.id DESC) AS found
             WHERE is_loyal OR NOT %(loyal_only)s
            """, loyal=self._get_loyal_sql(), own=self.company_id.partner_id.commercial_partner_id.id or 0,
            paused=paused.subselect(), cars=Vehicle._search(system._get_segment_domain()).subselect(),
            company=self.company_id.id or 0, loyal_only=bool(self.loyal_only),
            **{f'no_{way}': query for way, query in refusing.items()})

    def _count_segment(self):
        """How many customers it is about, on which ways they may be contacted, and why the others are left out.

        :return: dict of numbers; one statement, however many there are
        """
        self.ensure_one()
        if not self.company_id or not self._is_domain_good():
            return {}
        self.env.flush_all()
        names = ('found', 'invited', 'loyal', 'call', 'sms', 'mail', 'letter', 'own', 'paused', 'unknown', 'refusing')
        (row,) = self.env.execute_query(SQL(
            """
            SELECT COUNT(*), COUNT(*) FILTER (WHERE is_invited), COUNT(*) FILTER (WHERE is_invited AND is_loyal),
                   COUNT(*) FILTER (WHERE is_invited AND by_call), COUNT(*) FILTER (WHERE is_invited AND by_sms),
                   COUNT(*) FILTER (WHERE is_invited AND by_mail), COUNT(*) FILTER (WHERE is_invited AND by_letter),
                   COUNT(*) FILTER (WHERE is_own), COUNT(*) FILTER (WHERE is_paused AND NOT is_own),
                   COUNT(*) FILTER (WHERE NOT is_invited AND NOT is_own AND NOT is_paused AND NOT has_phone
                                          AND NOT has_address),
                   COUNT(*) FILTER (WHERE NOT is_invited AND NOT is_own AND NOT is_paused AND (has_phone OR has_address))
              FROM (
                SELECT segment.*, COALESCE(partner.email_normalized, partner.street, '') != '' AS has_address
                  FROM (%s) AS segment JOIN res_partner AS partner ON partner.id = segment.partner_id) AS told
            """, self._get_segment_sql()))
        return dict(zip(names, row, strict=True))

    def _is_domain_good(self):
        """A domain that is being typed breaks no form, and counts nothing that whoever types it may not search by."""
        is_typed = self.filter_domain != self._origin.filter_domain
        try:
            if is_typed and not self._get_free_domain().is_true() and not self._may_enter_beyond():
                return False
            if is_typed:
                self.env['fleet.vehicle']._check_typed_filter(self.filter_domain)
            # sudo: only whether it is one; whoever entered it might
            self.env['fleet.vehicle'].sudo()._search(self._get_free_domain())
        except Exception:
            return False
        return True

    def _render_counts(self, counts):
        rows = [
            (self.env._("Customers found"), counts['found'], True), (self.env._("To be invited"), counts['invited'], True),
            (self.env._("of them loyal, invited first"), counts['loyal'], False),
            (self.env._("may be called"), counts['call'], False), (self.env._("may get an SMS"), counts['sms'], False),
            (self.env._("may get an e-mail"), counts['mail'], False), (self.env._("may get a letter"), counts['letter'], False),
            (self.env._("Left out: refuse all ways, or never agreed to offers"), counts['refusing'], True),
            (self.env._("Left out: neither phone nor address known"), counts['unknown'], True),
            (self.env._("Left out: wait for an answer to a complaint"), counts['paused'], True),
            (self.env._("Left out: the house itself"), counts['own'], True)]
        shown = [row for row in rows if row[1] or not row[0] or row in rows[:4]]
        quiet = self.company_id._get_quiet_reason(fields.Datetime.now()) if self.company_id else ''
        lines = Markup().join(
            Markup('<tr><td class="%s">%s</td><td class="text-end">%s</td></tr>') % (
                '' if is_head else 'ps-4', label, f'{number:,}') for label, number, is_head in shown)
        note = Markup('<p class="text-muted mb-0">%s</p>') % quiet if quiet else Markup()
        return Markup('<table class="table table-sm o_as_segment mb-1"><tbody>%s</tbody></table>%s') % (lines, note)
