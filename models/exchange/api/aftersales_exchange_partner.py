import secrets
from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.base.models.res_users import check_identity

KINDS = [('dms', "Dealer System"), ('maker', "Car Maker"), ('platform', "Booking Platform"), ('other', "Other System")]
# What a partner may do: the scope of a call -> the field that opens it.
SCOPES = {
    'vehicle': 'may_find_vehicles', 'book': 'may_book', 'order': 'may_see_orders', 'odometer': 'may_add_readings',
    'document': 'may_get_documents', 'send': 'may_send_documents',
}


class AftersalesExchangePartner(models.Model):
    """Another system that asks and tells by JSON-2 or XML-RPC: who it is, what it may, which keys it has (Q5).

    It logs in as a technical user without a single group: of itself that user reads nothing. What it may do are the
    methods of ``aftersales.exchange.api``, as far as ticked here, in this company alone.
    """
    _name = 'aftersales.exchange.partner'
    _inherit = ['aftersales.system.values.mixin', 'aftersales.setup.mixin', 'aftersales.log.mixin']
    _description = "Interface Partner"
    _order = 'name, id'
    _check_company_auto = True
    _rec_names_search = ['name']

    name = fields.Char(string="Partner System", required=True, max_length=80, tracking=True)
    kind = fields.Selection(KINDS, string="Kind of System", required=True, default='dms', tracking=True)
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company, ondelete='restrict')
    active = fields.Boolean(tracking=True)
    contact = fields.Char(string="Whom to Call", max_length=120, help="Who looks after the other system.")
    may_find_vehicles = fields.Boolean(
        string="Find Cars", tracking=True, help="By VIN or plate: make, model, odometer, next service. Never the owner.")
    may_book = fields.Boolean(string="Book Visits", tracking=True, help="See free times and book them.")
    may_see_orders = fields.Boolean(string="Status of Orders", tracking=True, help="By number: status, promise, no amounts.")
    may_add_readings = fields.Boolean(string="Odometer Readings", tracking=True, help="Tell what the odometer showed.")
    may_get_documents = fields.Boolean(
        string="Take Documents", tracking=True,
        help="Repair orders and the history of a car as STAR documents, amounts included.")
    may_send_documents = fields.Boolean(
        string="Bring Documents", tracking=True,
        help="Visits of cars elsewhere, and answers to our parts orders, as STAR documents.")
    supplier_id = fields.Many2one(
        'res.partner', string="Parts Orders to", index='btree_not_null', ondelete='restrict', check_company=True, tracking=True,
        help="Of parts orders only those to this supplier are given to the other system, or answered by it. Empty: none.")
    most_calls = fields.Integer(string="Calls a Minute", default=120, required=True, bounds=(1, 10_000), tracking=True)
    user_id = fields.Many2one(
        'res.users', string="Technical User", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    key_count = fields.Integer(string="Valid Keys", compute='_compute_keys')
    key_names = fields.Char(string="Keys Given Out", compute='_compute_keys')
    call_count = fields.Integer(string="Interface Calls", compute='_compute_call_count')
    last_call = fields.Datetime(string="Last Called", compute='_compute_call_count')

    _user_unique = models.UniqueIndex('(user_id) WHERE user_id IS NOT NULL', "A technical user belongs to one partner.")

    # === COMPUTE METHODS ===#

    def _compute_keys(self):
        # sudo: which keys there are, never what they are
        keys = self.env['res.users.apikeys'].sudo().search([('user_id', 'in', self.sudo().user_id.ids)])
        now, by_user = fields.Datetime.now(), keys.grouped('user_id')
        for partner in self:
            valid = by_user.get(partner.sudo().user_id, keys.browse()).filtered(
                lambda key: not key.expiration_date or key.expiration_date > now)
            partner.key_count = len(valid)
            partner.key_names = ", ".join(valid.mapped('name'))

    def _compute_call_count(self):
        rows = self.env['aftersales.exchange.call']._read_group(
            [('partner_id', 'in', self.ids)], ['partner_id'], ['__count', 'create_date:max'])
        counts = {partner: (count, last) for partner, count, last in rows}
        for partner in self:
            partner.call_count, partner.last_call = counts.get(partner._origin, (0, False))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        partners._create_users()
        return partners

    def write(self, vals):
        if 'company_id' in vals and any(partner.company_id.id != vals['company_id'] for partner in self):
            raise UserError(self.env._("A partner stays with its company: its keys open that one. Create another partner."))
        result = super().write(vals)
        # sudo: the technical user is ours
        if 'active' in vals:
            self.sudo().user_id.active = vals['active']
        if 'name' in vals:
            self.sudo().user_id.name = vals['name']
        return result

    def unlink(self):
        users = self.sudo().user_id
        result = super().unlink()
        users.active = False  # what it has written names it
        self.env['res.users.apikeys'].sudo().search([('user_id', 'in', users.ids)]).unlink()
        return result

    def _create_users(self):
        """A user without groups and without a password: it comes in by its keys alone, and reads nothing by itself."""
        # sudo: users are the administrators'; this one can do nothing
        users = self.env['res.users'].sudo().with_context(no_reset_password=True).create([{
            'name': partner.name, 'login': f'exchange-{secrets.token_hex(8)}', 'company_id': partner.company_id.id,
            'company_ids': [Command.set(partner.company_id.ids)], 'group_ids': [Command.clear()],
            'notification_type': 'email'} for partner in self])
        for partner, user in zip(self.sudo(), users, strict=True):
            partner.user_id = user

    # === ACTION METHODS ===#

    @check_identity
    def action_create_key(self):
        """A new key, shown once, to whoever has just said his password; the ones before stay valid until they are withdrawn."""
        self.ensure_one()
        key = self._give_out_key()
        return {
            'type': 'ir.actions.act_window', 'target': 'new', 'res_model': 'res.users.apikeys.show',
            'name': self.env._("Key of %(partner)s: It Is Shown Once", partner=self.name),
            'views': [(self.env.ref('aftersales.exchange_key_view_form').id, 'form')], 'context': {'default_key': key}}

    def action_withdraw_keys(self):
        """From now on no key of these partners opens anything."""
        self.check_access('write')
        # sudo: keys of our technical users
        self.env['res.users.apikeys'].sudo().search([('user_id', 'in', self.sudo().user_id.ids)]).unlink()
        for partner in self:
            partner._message_log(body=self.env._("All keys were withdrawn."))

    @api.readonly
    def action_view_calls(self):
        self.check_access('read')
        return {
            **self.env['ir.actions.act_window']._for_xml_id('aftersales.action_exchange_calls'),
            'domain': [('partner_id', 'in', self.ids)], 'context': {}}

    # === BUSINESS METHODS ===#

    def _give_out_key(self):
        """:return: a key for a year, which nobody can read a second time"""
        self.ensure_one()
        self.check_access('write')
        if not self.active:
            raise UserError(self.env._("%(partner)s is archived: it gets no keys.", partner=self.name))
        name = self.env._("%(partner)s, %(day)s", partner=self.name, day=self.company_id._get_today())
        self._message_log(body=self.env._("A new key was given out. It is valid for a year."))
        # sudo: Odoo gives keys to whoever asks for himself; here somebody asks for the technical user
        keys = self.env['res.users.apikeys'].with_user(self.sudo().user_id).sudo()
        return keys._generate('rpc', name, fields.Datetime.now() + timedelta(days=366))

    @api.model
    def _get_caller(self):
        """:return: the partner whose technical user calls, with the rights of the system; empty for anybody else"""
        return self.sudo().search([('user_id', '=', self.env.uid)], limit=1)
