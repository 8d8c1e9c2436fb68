from odoo import fields, models


class ProductTemplate(models.Model):
    """What becomes of the old part once a new one of the kind was fitted (H6)."""
    _inherit = 'product.template'

    aftersales_old_part_rule = fields.Selection(
        selection=[
            ('maker', "Back to the maker"),
            ('core', "Core with deposit"),
            ('stock', "Reconditioned"),
            ('customer', "To the customer"),
            ('scrap', "Scrapped"),
        ],
        string="Old Part",
        help="Old parts with a rule get their tag when the work is done, as do those that the customer wants back.")
    aftersales_core_value = fields.Monetary(
        string="Value of the Old Part", bounds=(0, 1e12), copy=False, groups='aftersales.group_price',
        help="What the supplier credits for one, or what it is still worth.")
    aftersales_old_part_waste = fields.Selection(
        selection=[
            ('battery', "Battery"),
            ('oil', "Oil and filters"),
            ('fluid', "Coolant or brake fluid"),
            ('refrigerant', "Refrigerant"),
            ('airbag', "Airbag or belt tensioner"),
            ('other', "Other hazardous waste"),
        ],
        string="Hazardous Waste",
        help="The old part is neither given away nor scrapped: a licensed collector takes it, with a certificate.")

    def _leaves_old_part(self):
        """Whether something comes out of the car for it: by its class, unless it has a rule of its own."""
        self.ensure_one()
        is_ruled = self.aftersales_old_part_rule or self.aftersales_old_part_waste
        return bool(is_ruled or not self.aftersales_class_id or self.aftersales_class_id.leaves_old_part)

    def _get_old_part_duty(self, wish):
        """What is to become of an old part that is the customer's.

        :param wish: what he wants done with replaced parts: ``return``, ``dispose`` or nothing
        """
        self.ensure_one()
        if self.aftersales_old_part_waste:
            return 'hazard'
        rule = self.aftersales_old_part_rule
        if rule in ('maker', 'core'):
            return rule
        if wish == 'return' or (rule == 'customer' and wish != 'dispose'):
            return 'customer'
        return 'stock' if rule == 'stock' else 'scrap'
