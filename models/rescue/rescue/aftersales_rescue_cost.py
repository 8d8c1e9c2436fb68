from odoo import api, fields, models

PRICE = 'aftersales.group_price,base.group_portal'


class AftersalesRescue(models.Model):
    """What a case costs the house and brings: hours of the crew, its expenses, the partner's bill, parts; what the customer
    pays (J7)."""
    _inherit = 'aftersales.rescue'

    expense_ids = fields.One2many('aftersales.rescue.expense', 'rescue_id', string="Expenses", copy=False)
    crew_hours = fields.Float(
        string="Crew's Hours", compute='_compute_labour_cost', store=True, digits=(8, 2),
        help="From leaving until the crew is back, the car is here or the fault is solved; of each man.")
    labour_cost = fields.Monetary(
        string="Cost of Hours", compute='_compute_labour_cost', compute_sudo=True, store=True, groups=PRICE)
    parts_cost = fields.Monetary(
        string="Cost of Parts", compute='_compute_parts_cost', compute_sudo=True, store=True, groups=PRICE)
    expense_cost = fields.Monetary(
        string="Expenses Approved", compute='_compute_cost_total', compute_sudo=True, groups=PRICE)
    cost_total = fields.Monetary(string="Cost", compute='_compute_cost_total', compute_sudo=True, groups=PRICE)
    income_total = fields.Monetary(
        string="Income", compute='_compute_cost_total', compute_sudo=True, groups=PRICE,
        help="Of work on site the order, without taxes; else what the signed service report comes to.")
    margin = fields.Monetary(compute='_compute_cost_total', compute_sudo=True, groups=PRICE)

    @api.depends(
        'employee_id', 'helper_id', 'under_way_date', 'solved_date', 'handed_in_date', 'sheet_ids.returned_date',
        'company_id')
    def _compute_labour_cost(self):
        for rescue in self:
            start = rescue.under_way_date
            stop = max(filter(None, rescue.sheet_ids.mapped('returned_date')), default=False) or (
                rescue.handed_in_date or rescue.solved_date)
            people = len(rescue.employee_id | rescue.helper_id) if rescue.employee_id else 0
            is_over = start and stop and stop > start
            rescue.crew_hours = people * (stop - start).total_seconds() / 3600 if is_over else 0.0
            rescue.labour_cost = rescue.crew_hours * rescue.company_id.aftersales_hour_cost

    @api.depends('sheet_ids.line_ids.product_id', 'sheet_ids.line_ids.quantity')
    def _compute_parts_cost(self):
        """As the parts cost the house when they were entered."""
        for rescue in self:
            rescue.parts_cost = sum(
                line.quantity * line.product_id.with_company(rescue.company_id).standard_price
                for line in rescue.sheet_ids.line_ids)

    @api.depends('labour_cost', 'parts_cost', 'expense_ids.amount', 'expense_ids.state', 'purchase_id', 'partner_km',
                 'sheet_ids.total_price', 'sheet_ids.content_hash', 'order_id')
    def _compute_cost_total(self):
        for rescue in self:
            rescue.expense_cost = sum(
                expense.amount for expense in rescue.expense_ids if expense.state in ('approved', 'paid'))
            partner = rescue.billed_price or (rescue.tariff_price if rescue.purchase_id else 0.0)
            rescue.cost_total = rescue.labour_cost + rescue.parts_cost + rescue.expense_cost + partner
            order = rescue.order_id
            rescue.income_total = order.amount_untaxed if order.is_on_site else sum(
                rescue.sheet_ids.filtered('content_hash').mapped('total_price'))
            rescue.margin = rescue.income_total - rescue.cost_total

    @api.readonly
    def action_view_expenses(self):
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('aftersales.action_rescue_expenses'),
            'domain': [('rescue_id', 'in', self.ids)], 'context': {'default_rescue_id': self.id},
        }
