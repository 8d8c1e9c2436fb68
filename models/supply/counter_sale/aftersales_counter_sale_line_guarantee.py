from dateutil.relativedelta import relativedelta

from odoo import fields, models


class AftersalesCounterSaleLine(models.Model):
    """What the house promises of a part itself begins when the customer has it in hand, whoever fits it (H8, H9)."""
    _inherit = 'aftersales.counter.sale.line'

    guarantee_until = fields.Date(
        string="Guarantee Until", readonly=True, copy=False, help="Last day of the part's guarantee, from the hand-over on.")
    guarantee_km = fields.Integer(
        string="Guarantee (km)", readonly=True, copy=False,
        help="Kilometres from the fitting on; what is reached first, day or distance, ends the guarantee.")

    def _stamp_guarantee(self):
        """What is promised of the parts on the day they leave; a guarantee that is changed later binds later sales only."""
        for sale, lines in self.sudo().grouped('sale_id').items():  # sudo: the stamp is the system's
            day = sale.workshop_id._get_local_day(sale.moved_date)
            for line in lines.filtered(lambda line: line._is_goods()):
                months, km = line.product_id.aftersales_guarantee_months, line.product_id.aftersales_guarantee_km
                if months or km:
                    line.write({
                        'guarantee_until': day + relativedelta(months=months) if months else False, 'guarantee_km': km})

    def _get_guarantee_promise(self):
        """What is promised before the hand-over, in words; after it the day says it, and the distance."""
        self.ensure_one()
        part = self.product_id.product_tmpl_id
        if not self.sale_id.moved_date and (part.aftersales_guarantee_months or part.aftersales_guarantee_km):
            return part._get_guarantee_words()
        return ''
