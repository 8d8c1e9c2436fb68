from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """Above what amount a part that is ordered specially needs somebody's word (H2), and when suppliers are chased (H4)."""
    _inherit = 'res.company'

    aftersales_special_order_limit = fields.Monetary(
        string="Special Orders above: Dispatcher", default=2_000, required=True, bounds=(0, 1e12),
        help="A part that is not here and costs more is ordered once a dispatcher has approved it.")
    aftersales_special_order_top = fields.Monetary(
        string="Special Orders above: Manager", default=10_000, required=True, bounds=(0, 1e12),
        help="A part that is not here and costs more is ordered once a manager has approved it.")

    aftersales_chase_days = fields.Integer(
        string="Chase Short Deliveries Every", default=3, required=True, bounds=(1, 365),
        help="So many days after it was noted, and after each time he was asked, a supplier is asked again for what is "
             "missing.")

    @api.constrains('aftersales_special_order_limit', 'aftersales_special_order_top')
    def _check_special_order_limits(self):
        for company in self:
            if company.aftersales_special_order_top < company.aftersales_special_order_limit:
                raise ValidationError(self.env._(
                    "%(company)s: the amount above which a manager approves special orders cannot be less than the one of "
                    "the dispatcher. Raise it, or lower the dispatcher's.", company=company.name))

    def _get_special_order_group(self, amount):
        """The group whose word a special order of ``amount`` needs, in the company's currency; an empty text for none."""
        self.ensure_one()
        if self.currency_id.compare_amounts(amount, self.aftersales_special_order_top) > 0:
            return 'aftersales.group_manager'
        if self.currency_id.compare_amounts(amount, self.aftersales_special_order_limit) > 0:
            return 'aftersales.group_approve_part'
        return ''
