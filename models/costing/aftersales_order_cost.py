from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_is_zero

MONEY = {'readonly': True}


class AftersalesOrderCost(models.Model):
    """What a job brought in and what it cost, with the reckoning in words; a row a job of closed and invoiced orders (N5).

    The system keeps it (``aftersales.order`` ``_reckon_costs``): whoever may see it changes times, parts, purchases or
    rates, and has it reckoned anew.
    """
    _name = 'aftersales.order.cost'
    _description = "Cost and Margin of a Job"
    _inherit = ['aftersales.system.values.mixin']
    _order = 'date desc, id desc'
    _rec_name = 'job_id'
    _rec_names_search = ['order_id', 'job_id']

    job_id = fields.Many2one('aftersales.job', required=True, readonly=True, ondelete='cascade')
    order_id = fields.Many2one('aftersales.order', required=True, readonly=True, index=True, ondelete='cascade')
    date = fields.Date(string="Order Closed On", required=True, readonly=True, index=True, help="By the company's clock.")
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True, index=True)
    user_id = fields.Many2one('res.users', string="Advisor", readonly=True, index='btree_not_null')
    technician_id = fields.Many2one('hr.employee', string="Technician", readonly=True, index='btree_not_null')
    model_id = fields.Many2one('fleet.vehicle.model', string="Model", readonly=True, index='btree_not_null')
    vehicle_id = fields.Many2one('fleet.vehicle', string="Vehicle", readonly=True, index=True)
    work_class_id = fields.Many2one('aftersales.work.class', string="Class of Work", readonly=True, index='btree_not_null')
    pay_type_id = fields.Many2one('aftersales.pay.type', string="Pay Type", readonly=True, index=True)

    hours = fields.Float(string="Hours Worked", readonly=True, digits=(16, 2))
    labour_revenue = fields.Monetary(string="Labour Sold", **MONEY)
    parts_revenue = fields.Monetary(string="Parts Sold", **MONEY)
    other_revenue = fields.Monetary(string="Sublet and Other Sold", **MONEY)
    revenue = fields.Monetary(string="Sold without Tax", **MONEY)
    labour_cost = fields.Monetary(string="Cost of Labour", **MONEY)
    material_cost = fields.Monetary(string="Cost of Parts", **MONEY, help="What the stock says of the parts issued.")
    sublet_cost = fields.Monetary(string="Cost of Sublet Work", **MONEY)
    equipment_cost = fields.Monetary(string="Cost of the Place", **MONEY)
    overhead_cost = fields.Monetary(string="Overhead", **MONEY)
    cost_total = fields.Monetary(string="Cost in All", **MONEY)
    margin = fields.Monetary(string="Gross Margin", **MONEY, help="Sold without tax, less the cost in all.")
    margin_percent = fields.Float(
        string="Gross Margin (%)", compute='_compute_margin_percent', digits=(16, 1), help="Margin / sold without tax.")
    words = fields.Text(string="As Reckoned", readonly=True)
    is_incomplete = fields.Boolean(
        string="Rate Missing", readonly=True, index='btree_not_null', help="A rate was missing: the cost is too low.")
    reckoned_date = fields.Datetime(string="Reckoned On", readonly=True)

    _one_a_job = models.UniqueIndex('(job_id)', "A job has one reckoning.")
    # What the months are summed up of.
    _months_idx = models.Index(
        '(company_id, date) INCLUDE (workshop_id, labour_cost, material_cost, sublet_cost, equipment_cost)')

    @api.depends('revenue', 'margin')
    def _compute_margin_percent(self):
        for cost in self:
            cost.margin_percent = cost.margin / cost.revenue * 100 if cost.revenue else 0.0

    # === ACTION METHODS ===#

    def action_reckon(self):
        """Reckon the orders anew: rates, times or bills came later."""
        self._check_reckoner()
        # sudo: the rows are the system's
        self.sudo().order_id._reckon_costs()

    def action_view_times(self):
        """The clocked times of the job."""
        return self._open_source('aftersales.time.entry', self.env._("Hours Worked"), [('job_id', 'in', self.job_id.ids)])

    def action_view_moves(self):
        """The parts that were issued for the job, and what came back."""
        return self._open_source('stock.move', self.env._("Parts Issued"), [
            ('aftersales_line_id.job_id', 'in', self.job_id.ids), ('state', '=', 'done')])

    def action_view_lines(self):
        """What was sold, and what another shop did."""
        return self._open_source('aftersales.order.line', self.env._("Lines Sold"), [('job_id', 'in', self.job_id.ids)])

    def _open_source(self, model, name, domain):
        self.check_access('read')
        return {
            'type': 'ir.actions.act_window', 'name': name, 'res_model': model, 'domain': domain,
            'views': [(False, 'list'), (False, 'form')], 'context': {'create': False}}

    def _check_reckoner(self):
        self.check_access('read')
        if not self.env.su and not self.env.user.has_group('aftersales.group_costing'):
            raise UserError(self.env._("Costs are reckoned by whoever may see them."))

    # === BUSINESS METHODS ===#

    def _get_changed(self, vals):
        """:return: those of ``vals`` that say something else than the row"""
        changed = {}
        for name, value in vals.items():
            field, old = self._fields[name], self[name]
            old = old.id if field.type == 'many2one' else old
            if field.type in ('float', 'monetary'):
                if not float_is_zero(old - value, precision_digits=4):
                    changed[name] = value
            elif (old or False) != (value or False):
                changed[name] = value
        return changed
