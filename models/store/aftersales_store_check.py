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
    _inherit = ['aftersales.round.mixin', 'aftersales.late.mixin']
    _order = 'date desc, id desc'
    _rec_names_search = ['warehouse_id.name']
    _check_company_auto = True
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

    # === ACTION METHODS ===#

    def action_all_in_order(self):
        """What nobody has answered yet is in order."""
        self.check_access('write')
        self.line_ids.filtered(lambda line: not line.result).result = 'ok'

    # === BUSINESS METHODS ===#

    def _check_closed(self):
        super()._check_closed()
        for check in self:
            if not check.line_ids or not all(line.result for line in check.line_ids):
                raise UserError(self.env._(
                    "%(check)s: answer each point first.", check=check.display_name))
            for line in check.line_ids.filtered(lambda line: line.result == 'wrong'):
                if not ((line.remark or '').strip() and (line.measure or '').strip() and line.user_id):
                    raise UserError(self.env._(
                        "%(check)s, %(point)s: enter what is wrong, what is to be done, and who does it.",
                        check=check.display_name, point=line.name))

    def _after_closed(self, source):
        """What is not in order is a task of who puts it right."""
        for line in self.line_ids.filtered(lambda line: line.result == 'wrong'):
            line.check_id.with_context(lang=line.user_id.lang).activity_schedule(
                'mail.mail_activity_data_todo', line.due_date or fields.Date.context_today(line), user_id=line.user_id.id,
                summary=f'{line.name}: {line.measure}', note=escape(line.remark))
