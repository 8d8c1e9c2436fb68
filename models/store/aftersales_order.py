from odoo import models

from odoo.addons.aftersales.models.base.entries import OpenPoint


class AftersalesOrder(models.Model):
    """What the customer brought along and was not needed is given back before he drives off (parts 1)."""
    _inherit = 'aftersales.order'

    def _get_open_points(self):
        # sudo: what keeps a car is told to whoever hands it out
        here = self.env['aftersales.order.line'].sudo().search([
            ('order_id', 'in', self.ids), ('part_origin', '=', 'customer'), ('brought_date', '!=', False),
            ('brought_used_date', '=', False), ('brought_back_date', '=', False)])
        return super()._get_open_points() + [
            OpenPoint(order.with_env(self.env), self.env._(
                "The customer's own parts lie here unused: %(parts)s. Let the parts counter give them to the job, or back to "
                "him.", parts=", ".join(lines.mapped('name'))))
            for order, lines in here.grouped('order_id').items()]
