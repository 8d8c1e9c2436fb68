from odoo import api, fields, models


class AftersalesContractTypeLine(models.Model):
    """So often a kind of work is done under contracts of a type."""
    _name = 'aftersales.contract.type.line'
    _description = "Work of a Type of Contract"
    _inherit = ['aftersales.contract.work.mixin']
    _order = 'id'
    _check_company_auto = True

    type_id = fields.Many2one('aftersales.contract.type', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='type_id.company_id', store=True, index=True, precompute=True)
    operation_id = fields.Many2one(
        'aftersales.operation', index='btree_not_null', check_company=True, ondelete='restrict')
    menu_id = fields.Many2one('aftersales.menu', index='btree_not_null', check_company=True, ondelete='restrict')
    product_id = fields.Many2one(
        'product.product', string="Part", index='btree_not_null', check_company=True, ondelete='restrict',
        help="Paid for wherever it is fitted, as much of it as a job needs; the labour is work of its own.")
    categ_id = fields.Many2one(
        'product.category', string="Category of Parts", index='btree_not_null', ondelete='restrict',
        help="Any part of the category, or of one below it.")
    is_any_work = fields.Boolean(
        string="Any Work", help="Whatever is repaired or replaced, but for what the contract never pays for.")
    quantity = fields.Integer(
        string="Number of Times", required=True, default=1, bounds=(1, 1000),
        help="Of jobs, however many parts each of them needs.")
    is_unlimited = fields.Boolean(string="Unlimited", help="As often as it is needed while the contract runs.")
    currency_id = fields.Many2one(related='company_id.currency_id')
    value_limit = fields.Monetary(
        string="Pays Each Time Up To", bounds=(0, 1e9),
        help="List value with taxes of all that is done under it at once. Empty: what the operation or the menu "
             "brings, or the parts alone. "
             "What goes beyond is the customer's to pay.")
    own_share = fields.Float(
        string="Customer's Own Share (%)", digits=(5, 2), bounds=(0, 99),
        help="What the customer pays himself of the work each time; the contract pays the rest.")
    interval_months = fields.Integer(
        string="Once in (Months)", bounds=(0, 120), help="It pays at most once in so many months. Zero: whenever it is due.")

    _one_kind = models.Constraint(
        'CHECK(num_nonnulls(operation_id, menu_id, product_id, categ_id) = CASE WHEN is_any_work IS TRUE THEN 0 ELSE 1 END)',
        "Choose one of these for each work: an operation, a menu, a part, a category of parts, or any work.")

    @api.constrains('is_unlimited', 'type_id')
    def _check_unlimited(self):
        self.type_id._check_unlimited()

    def _get_list_value(self, contract):
        """What the work costs by the price list, once, without taxes; nothing where only the job says what it is."""
        self.ensure_one()
        company, currency = contract.company_id, contract.currency_id
        model = contract.vehicle_id.model_id
        if self.menu_id:
            price = self.menu_id._get_price(model, currency, company)
            if price is not None:
                return price
        if self.product_id:
            return self._get_part_price(self.product_id, 1, contract)
        outlets = contract.workshop_ids or self.env['aftersales.workshop'].search([('company_id', '=', company.id)], limit=1)
        rate = outlets[:1]._get_labour_rate(self.env.ref('aftersales.pay_type_customer'), currency) if outlets else 0
        return sum(
            operation._get_hours(model) * (rate or 0) + sum(
                self._get_part_price(part.product_id, part.product_uom_id._compute_quantity(
                    part.quantity, part.product_id.uom_id), contract) for part in operation.part_ids)
            for operation in self.operation_id or self.menu_id.line_ids.operation_id)

    def _get_part_price(self, product, quantity, contract):
        product = product.with_company(contract.company_id)
        return quantity * product.currency_id._convert(
            product.lst_price, contract.currency_id, contract.company_id, fields.Date.context_today(self), round=False)
