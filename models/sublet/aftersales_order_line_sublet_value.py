from odoo import api, fields, models

# What says what the line is worth; the highest of it so far is kept.
WORTH_FIELDS = {'line_type', 'sublet_cost', 'sublet_vendor_id'}


class AftersalesOrderLine(models.Model):
    """What sublet work is worth, for the limit on what is given away (``billing/aftersales_order_line_given.py``).

    What the other shop bills, or was ordered for, and the markup. Before that, what was agreed with a named shop and
    the markup: but not less than it was worth before with another cost or as another kind of line, unless somebody
    who may give all of it away says so. Without a cost, the product's list price; and what the customer said yes to.
    """
    _inherit = 'aftersales.order.line'

    sublet_top_price = fields.Float(
        string="Highest List Price", readonly=True, copy=False, bounds=(None, 1e10), groups='aftersales.group_price',
        help="What one unit of this sublet work was worth at most so far. A lower cost makes no lower list price until the "
             "other shop has the order.")

    # === CRUD METHODS ===#

    def write(self, vals):
        if self.env.su or not WORTH_FIELDS & vals.keys():
            return super().write(vals)
        self._keep_top_price()
        result = super().write(vals)
        for company, lines in self.filtered('sublet_top_price').grouped('company_id').items():
            if self.env['aftersales.discount.limit']._get_user_limit(company) >= 100:
                lines.sudo().sublet_top_price = 0.0  # sudo: kept by the system
        return result

    # === BUSINESS METHODS ===#

    def _keep_top_price(self):
        """Remember what the lines are worth before their cost, or what they are, changes."""
        for line in self:
            is_sublet = line.line_type == 'sublet'
            worth = line._get_sublet_price(
                line.sublet_cost, line._get_list_taxes()) if is_sublet else line._get_list_unit_price()
            if worth > line.sublet_top_price:
                line.sudo().sublet_top_price = worth  # sudo: kept by the system

    @api.model
    def _get_value_fields(self):
        return super()._get_value_fields() | {'sublet_cost', 'sublet_vendor_id'}

    def _get_list_unit_price(self):
        listed = super()._get_list_unit_price()
        if self.line_type != 'sublet':
            return listed
        # sudo: whoever prices the line need not see the answers, nor the purchase
        answer = self.job_id.sudo()._get_line_answers().get(self)
        approved = answer.approved.price_unit if answer else 0.0
        bought = self.sudo()._get_bought_cost()
        if bought is not None:
            return max(self._get_sublet_price(bought, self._get_list_taxes()), approved)
        price = self._get_sublet_price(self.sublet_cost, self._get_list_taxes()) if self.sublet_cost else 0.0
        return max(0.0 if self._is_offered() else listed, price, self.sublet_top_price, approved)

    def _is_offered(self):
        """Whether another shop offers the work at a price; our own goods and hours are not made another's by a word."""
        self.ensure_one()
        return bool(
            self.sublet_cost and self.sublet_vendor_id and self._get_product_line_type() in ('sublet', 'fee')
            and not self._is_own_shop(self.sublet_vendor_id))

    def _is_own_shop(self, vendor):
        return vendor.commercial_partner_id == self.company_id.partner_id.commercial_partner_id

    def _is_priced_by_list(self):
        return self.line_type != 'sublet' and super()._is_priced_by_list()

    def _get_bought_cost(self):
        """What the other shop takes for one unit by an order it has; None before; the purchase knows."""
        self.ensure_one()
        return None
