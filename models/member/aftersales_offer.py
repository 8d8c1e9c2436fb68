from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

STATES = [('draft', "Offer in Preparation"), ('published', "Published"), ('withdrawn', "Withdrawn")]


class AftersalesOffer(models.Model):
    """What the house gives its customers, decided and published (G3, contracts §6): in words, with its conditions, where and
    how long it holds. A published offer stays as it is; on paper and on the customers' pages it stands while it runs."""
    _name = 'aftersales.offer'
    _description = "Published Offer"
    _inherit = [
        'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.own.mixin',
        'aftersales.coupon.program.mixin', 'aftersales.log.mixin',
    ]
    _order = 'valid_from desc, id desc'
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _free_fields = frozenset({'state', 'valid_to', 'decided_id', 'decided_date', 'cost_location_id', 'is_public'})
    _portal_counter = 'aftersales_offer_count'
    _transitions = {
        'draft': {'published': 'aftersales.group_manager'},
        'published': {'withdrawn': 'aftersales.group_manager'},
        'withdrawn': {},
    }

    # === DEFAULT METHODS ===#

    def _default_valid_from(self):
        return self._get_today(self.env.company)

    # === FIELDS ===#

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='draft', index=True, tracking=True)
    name = fields.Char(string="Title", required=True, translate=True, max_length=120)
    text = fields.Text(string="What We Offer", required=True, translate=True, max_length=4000)
    conditions = fields.Text(
        string="Conditions of the Offer",
        translate=True, max_length=4000, help="For whom and for which work it holds, and what it is not given together with.")
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_ids = fields.Many2many(  # an outlet that is archived is still the one it holds at
        'aftersales.workshop', string="Outlets", check_company=True, domain="[('company_id', '=', company_id)]",
        context={'active_test': False}, help="Empty: in all outlets of the company.")
    valid_from = fields.Date(
        required=True, copy=False, tracking=True, default=lambda self: self._default_valid_from())
    valid_to = fields.Date(string="Valid Until", copy=False, tracking=True, help="Empty: until it is withdrawn.")
    is_public = fields.Boolean(
        string="On the Web Page", tracking=True, help="Anybody may read it, without a login, while it runs.")
    is_running = fields.Boolean(string="Valid Now", compute='_compute_is_running', search='_search_is_running')
    decided_id = fields.Many2one(
        'res.users', string="Decided By", readonly=True, copy=False, index='btree_not_null')
    decided_date = fields.Datetime(string="Published On", readonly=True, copy=False)

    _dates_in_order = models.Constraint(
        'CHECK (valid_to >= valid_from)', "An offer ends on or after the day it begins.")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('state', 'valid_from', 'valid_to', 'company_id')
    def _compute_is_running(self):
        for offer in self:
            today = offer._get_today(offer.company_id)
            offer.is_running = bool(
                offer.state == 'published' and offer.valid_from and offer.valid_from <= today
                and (not offer.valid_to or today <= offer.valid_to))

    @api.model
    def _search_is_running(self, operator, value):
        if operator != 'in':
            return NotImplemented
        running = self._get_running_domain()
        return running if True in value else ~running

    # === ACTION METHODS ===#

    def action_publish(self):
        self._transition('published')

    def action_withdraw(self):
        self._transition('withdrawn')

    def action_make_anew(self):
        """A draft in the same words, to be changed."""
        self.ensure_one()
        return self.copy()._get_records_action()

    # === BUSINESS METHODS ===#

    def _check_published(self):
        for offer in self:
            if offer.valid_to and offer.valid_to < offer._get_today(offer.company_id):
                raise UserError(self.env._(
                    "“%(offer)s” would be over already. Choose a later last day.", offer=offer.name))

    def _after_published(self, source):
        # sudo: who decided it and when is the system's
        self.sudo().write({'decided_id': self.env.uid, 'decided_date': fields.Datetime.now()})

    def _check_withdrawn(self):
        """Hook: whether a published offer may be taken back."""

    def _is_frozen(self):
        self.ensure_one()
        return self.state != 'draft'

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._(
            "“%(offer)s” is published and stays as it is. Withdraw it, and make a new one of it.", offer=self.display_name)

    @api.model
    def _get_today(self, company):
        return (company or self.env.company)._get_today()

    @api.model
    def _get_running_domain(self):
        today = self._get_today(self.env.company)
        return (
            Domain('state', '=', 'published') & Domain('valid_from', '<=', today)
            & (Domain('valid_to', '=', False) | Domain('valid_to', '>=', today)))

    @api.model
    def _get_portal_domain(self, partner):
        """What runs in the companies that work, or worked, for the customer."""
        # sudo: the customer's own orders say whose offers are his
        orders = self.env['aftersales.order'].sudo()._read_group(
            partner._get_aftersales_family_domain('partner_id'), ['company_id'])
        companies = partner.sudo().user_ids.company_id.concat(*(company for company, in orders))
        return self._get_running_domain() & Domain('company_id', 'in', companies.ids)

    def _get_outlets(self):
        """Outlets that work, and at which one of these holds."""
        everywhere = self.filtered(lambda offer: not offer.workshop_ids).company_id
        outlets = self.workshop_ids.filtered('active')
        if everywhere:
            outlets |= outlets.search([('company_id', 'in', everywhere.ids)])
        return outlets.sorted(lambda outlet: (outlet.name, outlet.id))

    def _get_places(self):
        """Where it holds, in words."""
        self.ensure_one()
        return ", ".join(self.workshop_ids.mapped('name')) or self.company_id.name
