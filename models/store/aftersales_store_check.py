from markupsafe import escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

STATES = [('open', "To Check"), ('closed', "Check Signed"), ('missed', "Not Made")]


class AftersalesStoreCheck(models.Model):
    """A round through a store (issue 12): clean, dry, labelled, locked, and whether book, card and goods agree.

    Each store is checked every so many days, as its policy says; the system plans it. Whoever made the round signs it, then it
    stays, and what is not as it should be is a task of who puts it right. Its points come from ``aftersales.store.point``.
    """
    _name = 'aftersales.store.check'
    _description = "Store Check"
    _inherit = [
        'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.lasting.mixin',
        'aftersales.late.mixin', 'aftersales.log.mixin', 'mail.activity.mixin']
    _order = 'date desc, id desc'
    _rec_names_search = ['warehouse_id.name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _free_fields = frozenset({'state', 'signed_id', 'signed_date'})
    _transitions = {'open': {'closed': None, 'missed': 'aftersales.group_manager'}, 'closed': {}, 'missed': {}}

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='open', index=True, tracking=True)
    date = fields.Date(string="To Check On", required=True, default=fields.Date.context_today, index=True)
    warehouse_id = fields.Many2one(
        'stock.warehouse', string="Store", required=True, index=True, ondelete='restrict',
        default=lambda self: self._default_warehouse_id())
    company_id = fields.Many2one(related='warehouse_id.company_id', store=True, index=True, precompute=True)
    keeper_id = fields.Many2one(
        'res.users', string="Storekeeper", index='btree_not_null', check_company=True, tracking=True,
        compute='_compute_keeper_id', store=True, readonly=False, precompute=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    line_ids = fields.One2many(
        'aftersales.store.check.line', 'check_id', string="Points Checked", default=lambda self: self._default_line_ids())
    wrong_count = fields.Integer(
        string="Points Not in Order", compute='_compute_wrong_count', store=True, bounds=(0, 1000))
    remark = fields.Text(copy=False)
    signed_id = fields.Many2one('res.users', string="Signed By", readonly=True, copy=False, index='btree_not_null')
    signed_date = fields.Datetime(string="Signed On", readonly=True, copy=False)

    _open_idx = models.Index("(date) WHERE state = 'open'")

    # === DEFAULT METHODS ===#

    @api.model
    def _default_warehouse_id(self):
        outlet = self.env['aftersales.workshop'].search([('company_id', '=', self.env.company.id)], limit=1)
        return outlet.warehouse_id or self.env['stock.warehouse'].search(
            [('company_id', '=', self.env.company.id)], limit=1)

    @api.model
    def _default_line_ids(self):
        return [
            Command.create({'name': point.name, 'instruction': point.instruction, 'sequence': number})
            for number, point in enumerate(self.env['aftersales.store.point'].search([]))]

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('warehouse_id')
    def _compute_keeper_id(self):
        # sudo: who keeps a store is told to whoever checks it
        policies = self.env['aftersales.stocking.policy'].sudo().search([('warehouse_id', 'in', self.warehouse_id.ids)])
        keepers = {policy.warehouse_id.id: policy.keeper_id.id for policy in policies}
        for check in self:
            check.keeper_id = keepers.get(check.warehouse_id.id)

    @api.depends('line_ids.result')
    def _compute_wrong_count(self):
        for check in self:
            check.wrong_count = len(check.line_ids.filtered(lambda line: line.result == 'wrong'))

    @api.depends('warehouse_id', 'date')
    def _compute_display_name(self):
        for check in self:
            check.display_name = ' · '.join(filter(None, (
                check.warehouse_id.name, fields.Date.to_string(check.date) if check.date else None)))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._read_inputs(vals))

    # === ACTION METHODS ===#

    def action_sign(self):
        """Whoever made the round says so: from here on it stays."""
        self._claim_for_update()
        self._transition('closed')

    def action_all_in_order(self):
        """What nobody has answered yet is in order."""
        self.check_access('write')
        self.line_ids.filtered(lambda line: not line.result).result = 'ok'

    def action_miss(self):
        """Nobody made the round: a manager says why."""
        self._claim_for_update()
        self._transition('missed')

    # === BUSINESS METHODS ===#

    def _is_frozen(self):
        return self.state != 'open'

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._("%(check)s is signed: it stays as it is. Make another check instead.", check=self.display_name)

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._(
            "%(check)s stays in the history. A manager closes it as not made, with the reason.", check=self.display_name)

    def _check_closed(self):
        for check in self:
            if check.date > fields.Date.context_today(check):
                raise UserError(self.env._("%(check)s lies ahead: sign it when it is made.", check=check.display_name))
            if not check.line_ids or not all(line.result for line in check.line_ids):
                raise UserError(self.env._(
                    "%(check)s: answer each point first.", check=check.display_name))
            for line in check.line_ids.filtered(lambda line: line.result == 'wrong'):
                if not ((line.remark or '').strip() and (line.measure or '').strip() and line.user_id):
                    raise UserError(self.env._(
                        "%(check)s, %(point)s: enter what is wrong, what is to be done, and who does it.",
                        check=check.display_name, point=line.name))

    def _check_missed(self):
        for check in self:
            if not (check.remark or '').strip():
                raise UserError(self.env._(
                    "%(check)s: write into the remark why nobody made it.", check=check.display_name))

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        # sudo: who signed it and when is the system's
        self.sudo().write({'signed_id': self.env.uid, 'signed_date': fields.Datetime.now()})

    def _after_closed(self, source):
        """What is not in order is a task of who puts it right."""
        for line in self.line_ids.filtered(lambda line: line.result == 'wrong'):
            line.check_id.with_context(lang=line.user_id.lang).activity_schedule(
                'mail.mail_activity_data_todo', line.due_date or fields.Date.context_today(line), user_id=line.user_id.id,
                summary=f'{line.name}: {line.measure}', note=escape(line.remark))
