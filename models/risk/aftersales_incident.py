from odoo import api, fields, models
from odoo.exceptions import UserError

KEEPERS = 'aftersales.group_risk'


class AftersalesIncident(models.Model):
    """What went wrong in the house (N6): an injury, a fire, a damage. It is closed when the four are done: the cause found,
    those responsible dealt with, people taught, measures taken.
    """
    _name = 'aftersales.incident'
    _description = "Incident Report"
    _inherit = [
        'aftersales.number.mixin', 'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin',
        'aftersales.lasting.mixin', 'aftersales.log.mixin', 'mail.activity.mixin']
    _order = 'date desc, id desc'
    _rec_names_search = ['name', 'subject']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _free_fields = frozenset({'state', 'closed_id', 'closed_date', 'action_ids'})
    _mail_post_access = 'read'
    _transitions = {'open': {'closed': KEEPERS}, 'closed': {}}

    state = fields.Selection(
        [('open', "Incident Open"), ('closed', "Incident Closed")], string="Status", required=True, readonly=True, copy=False,
        default='open', index=True, tracking=True)
    subject = fields.Char(required=True, max_length=200, tracking=True)
    kind = fields.Selection([
        ('injury', "Somebody injured"), ('fire', "Fire"), ('voltage', "High-voltage accident"), ('car', "Damage to a car"),
        ('equipment', "Damage to equipment"), ('spill', "Spill"), ('data', "Loss of data"), ('other', "Other incident"),
    ], required=True, default='injury', index=True, tracking=True)
    date = fields.Datetime(string="Time of the Incident", required=True, default=fields.Datetime.now, index=True, tracking=True)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, index=True, ondelete='restrict',
        default=lambda self: self.env['aftersales.workshop'].search([('company_id', '=', self.env.company.id)], limit=1))
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True, precompute=True)
    place = fields.Char(string="Place of the Incident", max_length=200, tracking=True)
    reporter_id = fields.Many2one(
        'res.users', string="Reported By", readonly=True, required=True, default=lambda self: self.env.user, index=True)
    user_id = fields.Many2one(
        'res.users', string="In Charge", index='btree_not_null', check_company=True, tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    people = fields.Text(string="People Concerned", tracking=True)
    vehicle_ids = fields.Many2many('fleet.vehicle', string="Cars Concerned", check_company=True)
    harm = fields.Text(tracking=True)
    first_action = fields.Text(string="Done at Once", tracking=True)
    told = fields.Text(string="Told to Whom and When", tracking=True)
    cost_note = fields.Char(string="Cost and Insurance", max_length=200, tracking=True)
    cause = fields.Text(tracking=True, copy=False)
    dealt_with = fields.Text(string="Those Responsible", tracking=True, copy=False, help="How they were dealt with.")
    taught = fields.Text(string="People Taught", tracking=True, copy=False, help="Who was taught what, and when.")
    action_ids = fields.One2many('aftersales.action', 'incident_id', string="Measures")
    closed_id = fields.Many2one('res.users', string="Closed By", readonly=True, copy=False, index='btree_not_null')
    closed_date = fields.Date(string="Closed On", readonly=True, copy=False)

    @api.depends('name', 'subject')
    def _compute_display_name(self):
        for incident in self:
            incident.display_name = ' · '.join(filter(None, (incident.name, incident.subject)))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._read_inputs(vals))

    # === ACTION METHODS ===#

    def action_close(self):
        """The four are done."""
        self._claim_for_update()
        self._transition('closed')

    # === BUSINESS METHODS ===#

    def _is_frozen(self):
        return self.state == 'closed'

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._("%(incident)s is closed: it stays as it is.", incident=self.display_name)

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("%(incident)s stays in the history.", incident=self.display_name)

    def _get_open_four(self):
        """What of the four is not done yet, in words."""
        self.ensure_one()
        words = {
            'cause': self.env._("the cause is not found"), 'dealt_with': self.env._("those responsible are not dealt with"),
            'taught': self.env._("people are not taught")}
        missing = [text for name, text in words.items() if not (self[name] or '').strip()]
        actions = self.action_ids.filtered(lambda action: action.state != 'cancelled')
        if not actions or any(action._get_due() or action.state == 'ineffective' for action in actions):
            missing.append(self.env._("the measures are not taken and checked"))
        return missing

    def _check_closed(self):
        for incident in self:
            missing = incident._get_open_four()
            if missing:
                raise UserError(self.env._(
                    "%(incident)s cannot be closed: %(missing)s.", incident=incident.display_name,
                    missing=", ".join(missing)))

    def _after_closed(self, source):
        for incident in self.sudo():  # sudo: who closed it and when is the system's
            incident.write({'closed_id': self.env.uid, 'closed_date': incident.company_id._get_today()})
