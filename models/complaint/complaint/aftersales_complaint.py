from odoo import api, fields, models

from ..setup.aftersales_complaint_category import SEVERITIES

STATES = [
    ('received', "Case Received"),
    ('acknowledged', "Acknowledged"),
    ('investigating', "Investigating"),
    ('proposed', "Solution Proposed"),
    ('approved', "Approved"),
    ('carried_out', "Carried Out"),
    ('confirmed', "Customer Content"),
    ('closed', "Case Closed"),
    ('unfounded', "Unfounded"),
    ('refused', "Refused by Customer"),
    ('cancelled', "Dropped"),
]
CHANNELS = [
    ('phone', "Phone"), ('counter', "Counter"), ('email', "E-mail"), ('post', "Letter"), ('web', "Web"),
    ('survey', "Survey"), ('call', "Follow-up Call"), ('rescue', "Rescue"), ('social', "Social Media"),
    ('authority', "Authority"), ('maker', "Insurer or Maker"),
]
# Somebody in the house owes something.
OPEN_STATES = ('received', 'acknowledged', 'investigating', 'proposed', 'approved', 'carried_out', 'confirmed')


class AftersalesComplaint(models.Model):
    """A customer who is not content, an incident that harmed nobody, or a suggestion (K1-K7).

    An incident and a suggestion have the same fields; they are outside the deadlines and the complaint rate. The life
    is in ``aftersales_complaint_life.py``, what it is about in ``_matter``, the blocks of the form in ``_investigation``,
    ``_decision`` and ``_closing``, the days in ``_days``, who may write what in ``_rights``.
    """
    _name = 'aftersales.complaint'
    _inherit = [
        'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.batch.mixin',
        'aftersales.lasting.mixin', 'aftersales.customer.word.mixin', 'aftersales.log.mixin', 'aftersales.cancel.mixin',
        'mail.activity.mixin', 'aftersales.plate.mixin',
    ]
    _plate_of = 'vehicle_id'
    _word_field = 'story'
    _description = "Complaint"
    _order = 'received_date desc, id desc'
    _rec_names_search = ['name', 'subject', 'partner_id.name', 'phone', 'license_plate']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _mail_post_access = 'read'

    # === FIELDS: HEAD ===#

    former_number = fields.Char(readonly=True, copy=False, help="As an incident, before it became a complaint.")
    kind = fields.Selection(
        [('complaint', "Complaint"), ('incident', "Incident"), ('suggestion', "Suggestion or Praise")],
        required=True, default='complaint', index=True, tracking=True,
        help="Incident: something was wrong, but nobody lost or asked for anything.")
    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='received', index=True, tracking=True,
        group_expand='_group_expand_state')
    is_open = fields.Boolean(compute='_compute_is_open', search='_search_is_open')
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', check_company=True, tracking=True,
        compute='_compute_workshop_id', store=True, readonly=False, precompute=True)
    received_date = fields.Datetime(
        string="Complaint Received On", required=True, copy=False, default=fields.Datetime.now, index=True, tracking=True,
        help="When the customer told us.")
    receiver_id = fields.Many2one(
        'res.users', string="Received By", index='btree_not_null', default=lambda self: self.env.user, check_company=True,
        domain="[('share', '=', False)]", tracking=True)
    user_id = fields.Many2one(
        'res.users', string="Handled By", index='btree_not_null', tracking=True, check_company=True, copy=False,
        default=lambda self: self._default_user_id(), domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    channel = fields.Selection(CHANNELS, required=True, default='phone', tracking=True)
    authority_number = fields.Char(string="Authority's File Number", tracking=True)
    authority_name = fields.Char(string="Authority", tracking=True)
    category_id = fields.Many2one(
        'aftersales.complaint.category', index='btree_not_null', ondelete='restrict', tracking=True)
    nature = fields.Selection(related='category_id.nature', store=True)
    severity = fields.Selection(
        SEVERITIES, required=True, index=True, tracking=True, compute='_compute_severity', store=True, readonly=False,
        precompute=True, help="Critical: danger, several cars, press or an authority. It is on the manager's first screen.")
    is_safety = fields.Boolean(string="Safety", tracking=True, help="Somebody was, or could have been, hurt.")
    is_abroad = fields.Boolean(string="From Abroad", tracking=True, help="Gives the longer deadlines.")
    origin_id = fields.Many2one(
        'aftersales.complaint', string="Follows from", readonly=True, index='btree_not_null', ondelete='restrict',
        help="The complaint whose solution the customer refused.")
    root_id = fields.Many2one(
        'aftersales.complaint', string="First Complaint", compute='_compute_root_id', store=True, recursive=True,
        index='btree_not_null', help="The same trouble counts once among customers, and each time among cases.")
    followup_ids = fields.One2many('aftersales.complaint', 'origin_id', string="Followed By", readonly=True)

    _name_uniq = models.UniqueIndex(
        "(name, company_id) WHERE name != '/'", "Two complaints of one company cannot have the same number.")
    _open_vehicle_idx = models.Index("(vehicle_id) WHERE state NOT IN ('closed', 'unfounded', 'refused', 'cancelled')")

    # === DEFAULT, COMPUTE AND SEARCH METHODS ===#

    @api.model
    def _group_expand_state(self, states, domain):
        """The way of a case; what ended otherwise has a column where there is one."""
        return [state for state, _label in STATES if state in (*OPEN_STATES, 'closed', *states)]

    @api.model
    def _default_user_id(self):
        """Whoever handles complaints and takes one handles it; of others it waits to be given to somebody."""
        return self.env.user if self.env.user.has_group('aftersales.group_handle_complaint') else False

    @api.model
    def _get_open_domain(self):
        return [('state', 'in', OPEN_STATES)]

    @api.depends('state')
    def _compute_is_open(self):
        for complaint in self:
            complaint.is_open = complaint.state in OPEN_STATES

    def _search_is_open(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return [('state', 'in' if True in value else 'not in', OPEN_STATES)]

    @api.depends('category_id')
    def _compute_severity(self):
        """What its category begins with; what was found worse stays so."""
        ranks = [severity for severity, __ in SEVERITIES]
        for complaint in self:
            complaint.severity = max(
                complaint.category_id.severity or ranks[0], complaint.severity or ranks[0], key=ranks.index)

    @api.depends('origin_id.root_id')
    def _compute_root_id(self):
        for complaint in self:
            complaint.root_id = complaint.origin_id.root_id or complaint.origin_id

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        if self.env.user.has_group('aftersales.group_handle_complaint'):
            # What came by mail or page nobody has received yet.
            complaints.filtered('receiver_id')._take_in()
        complaints._give_tasks()
        return complaints

    def write(self, vals):
        vals = self._read_inputs(vals)
        self._check_may_write(vals)
        result = super().write(vals)
        if vals.keys() & self._get_task_fields():
            self._give_tasks()
        return result

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._(
            "%(complaint)s stays in the register. Drop it and say why instead of deleting it.", complaint=self.display_name)

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_order(self):
        return self._get_form_action(self.order_id)

    @api.readonly
    def action_view_vehicle(self):
        return self._get_form_action(self.vehicle_id)

    @api.readonly
    def action_view_origin(self):
        return self._get_form_action(self.origin_id)

    def _get_form_action(self, record):
        return {
            'type': 'ir.actions.act_window', 'res_model': record._name, 'res_id': record[:1].id, 'view_mode': 'form',
            'views': [(False, 'form')],
        }
