from odoo import fields, models


class AftersalesWorkshop(models.Model):
    """What an hour of labour costs in the outlet."""

    _inherit = 'aftersales.workshop'

    labour_rate = fields.Monetary(
        string="Default Rate per Hour",
        help="Price of an hour for pay types without a rate of their own. 0: the labour product's price is used.",
    )
    rate_ids = fields.One2many('aftersales.labour.rate', 'workshop_id', string="Labour Rates", copy=True)

    _labour_rate_positive = models.Constraint(
        'CHECK (labour_rate >= 0)',
        "A labour rate cannot be negative.",
    )

    # === BUSINESS METHODS ===#

    def _get_labour_rate(self, pay_type, currency=None, date=None):
        """Price of one hour of labour, or None when the labour product's own price applies.

        :param currency: currency to answer in; the workshop's company currency by default
        :param date: date of the conversion; today by default
        """
        self.ensure_one()
        row = self.rate_ids.filtered(lambda rate: rate.pay_type_id == pay_type)
        rate = row.rate if row else self.labour_rate
        if not row and not rate:
            return None
        if currency and currency != self.currency_id:
            rate = self.currency_id._convert(
                rate, currency, self.company_id, date or fields.Date.context_today(self), round=False)
        return rate
