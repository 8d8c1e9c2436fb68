import pytz

from odoo import api, fields, models


class AftersalesOrder(models.Model):
    """When an order is closed or invoiced, its costs are reckoned by the next pass (N5)."""
    _inherit = 'aftersales.order'

    cost_ids = fields.One2many(
        'aftersales.order.cost', 'order_id', string="Costs of Jobs", readonly=True, groups='aftersales.group_costing')
    cost_margin = fields.Monetary(
        string="Margin of the Order", compute='_compute_cost_margin', currency_field='cost_currency_id',
        groups='aftersales.group_costing')
    cost_currency_id = fields.Many2one(
        related='company_id.currency_id', string="Currency of Costs", groups='aftersales.group_costing')
    cost_due = fields.Boolean(readonly=True, copy=False, groups='aftersales.group_costing')

    _cost_due_idx = models.Index('(id) WHERE cost_due IS TRUE')

    @api.depends('cost_ids.margin')
    def _compute_cost_margin(self):
        found = dict(self.env['aftersales.order.cost']._read_group(
            [('order_id', 'in', self.ids)], ['order_id'], ['margin:sum']))
        for order in self:
            order.cost_margin = found.get(order._origin, 0.0)

    # === ACTION METHODS ===#

    def action_view_costs(self):
        """The jobs of the order with cost and margin; reckoned now where that was not done yet."""
        self.check_access('read')
        self.env['aftersales.order.cost']._check_reckoner()
        self.sudo().filtered('cost_due')._reckon_costs()  # sudo: the rows are the system's
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Costs and Margin"), 'res_model': 'aftersales.order.cost',
            'views': [(False, 'list'), (False, 'form'), (False, 'pivot')], 'domain': [('order_id', 'in', self.ids)],
            'context': {'create': False}}

    # === WHEN IT IS DUE ===#

    @api.model
    def _get_unlocked_fields(self):
        return super()._get_unlocked_fields() | {'cost_due'}

    def _after_delivered(self, source):
        super()._after_delivered(source)
        self._mark_cost_due()

    def _mark_cost_due(self):
        """Costs of closed orders, and of those that were reckoned before, are reckoned by the next pass."""
        # sudo: a mark of the system, whoever clocks, issues or posts
        orders = self.sudo().filtered(lambda order: order.id and not order.cost_due)
        if orders:
            orders.cost_due = True

    @api.model
    def _cron_reckon_costs(self, batch_size=500):
        """Reckon what is due, many orders at once."""
        self.env['aftersales.order'].sudo()._work_through([('cost_due', '=', True)], '_reckon_costs', batch_size, together=True)

    # === RECKONING ===#

    def _reckon_costs(self):
        """Write what each job cost; only what differs, so that a second run changes nothing. Rows of the system (sudo)."""
        Cost = self.env['aftersales.order.cost']
        rows = {cost.job_id: cost for cost in Cost.search([('order_id', 'in', self.ids)])}
        jobs = self.job_ids.filtered(lambda job: job.state != 'cancelled' and job.order_id.state != 'cancelled')
        facts, new = jobs._fetch_cost_facts(), []
        for company, own in jobs.grouped('company_id').items():
            company_rates = self.env['aftersales.cost.rate']._load_rates(company)
            zone, today = pytz.timezone(company._get_clock_zone()), company._get_today()
            for job in own.with_context(lang=company.partner_id.lang):  # the same words, whoever has it reckoned
                row = rows.pop(job, Cost)
                vals = job._prepare_cost_row(facts, company_rates, zone, row.date or today)
                if not row:
                    new.append({**vals, 'job_id': job.id, 'reckoned_date': fields.Datetime.now()})
                elif changed := row._get_changed(vals):
                    row.write({**changed, 'reckoned_date': fields.Datetime.now()})
        Cost.create(new)
        Cost.browse([row.id for row in rows.values()]).unlink()
        self.filtered('cost_due').cost_due = False
