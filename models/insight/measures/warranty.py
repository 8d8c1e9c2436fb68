from odoo import api, models

from ..sides import Measure, Side

# A claim is in the money of its maker; what it is worth to us, the day of its sending tells.
MONEY = ('currency_id', 'date')


class AftersalesIndicator(models.Model):
    """What makers were asked for, and what they gave."""
    _inherit = 'aftersales.indicator'

    @api.model
    def _get_decided_claims(self, span, value='claims:sum'):
        return Side('aftersales.claim.report', span.within('claim_id.decided_date'), value, money=MONEY)

    @api.model
    def _measure_claims(self, span):
        return Measure(Side('aftersales.claim', [('state', '!=', 'withdrawn'), *span.within('submitted_date')]))

    @api.model
    def _measure_claimed_amount(self, span):
        return Measure(Side('aftersales.claim.report', span.within('date'), 'claimed:sum', money=MONEY))

    @api.model
    def _measure_first_pass(self, span):
        claims = self._get_decided_claims(span)._replace(money=())
        return Measure(claims.narrowed(('first_pass', '=', 100)), claims)

    @api.model
    def _measure_claims_accepted(self, span):
        """By what they are worth."""
        claims = self._get_decided_claims(span, 'claimed:sum')
        return Measure(claims._replace(value='decided:sum'), claims)

    @api.model
    def _measure_claim_pay_days(self, span):
        claims = Side('aftersales.claim.report', span.within('claim_id.credited_date'), 'claims:sum')
        return Measure(claims._replace(value='pay_days:sum'), claims)

    @api.model
    def _measure_claims_in_time(self, span):
        return self._get_kept(self._get_promises(span, ('document', '=', 'claim')))
