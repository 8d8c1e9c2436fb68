from odoo import models


class AftersalesPartSupplyMixin(models.AbstractModel):
    """A line whose part may have to be bought, be it a repair order's or a counter sale's: who sells it, what it comes with.

    The line has ``product_id``, ``company_id`` and ``move_ids``.
    """
    _name = 'aftersales.part.supply.mixin'
    _description = "Line with a Part to Be Bought"

    def action_view_supply(self):
        """Open the purchase orders the parts come with."""
        self.check_access('read')
        # sudo: what was ordered is the lines'; who may not see purchase orders is refused by their action
        purchases = self.sudo().move_ids._get_aftersales_purchase_lines().order_id
        if not purchases:
            return None
        action = {
            'type': 'ir.actions.act_window',
            'name': self.env._("Purchase Orders"),
            'res_model': 'purchase.order',
            'view_mode': 'list,form',
            'domain': [('id', 'in', purchases.ids)],
        }
        if len(purchases) == 1:
            action.update(view_mode='form', res_id=purchases.id)
        return action

    def _get_vendor(self):
        """Who sells the part, by the product's own list of vendors: product.supplierinfo, or none."""
        self.ensure_one()
        return self.product_id.with_company(self.company_id)._select_seller(quantity=None)[:1]

    def _get_vendor_days(self):
        """Days from the order to the part's arrival; None when no vendor is known."""
        vendor = self._get_vendor()
        return vendor.delay + self.company_id.days_to_purchase if vendor else None
