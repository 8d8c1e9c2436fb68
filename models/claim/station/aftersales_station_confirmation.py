from odoo import api, fields, models


class AftersalesStationConfirmation(models.Model):
    """What a station's manager confirmed: the month as it was shown, sealed. A reopened month gets another one."""
    _name = 'aftersales.station.confirmation'
    _description = "Confirmation of a Station Settlement"
    _inherit = ['aftersales.evidence.mixin']
    _order = 'id desc'
    _rec_name = 'date'
    _is_born_frozen = True
    _sealed_fields = ('settlement_id', 'date', 'user_id', 'amount')

    settlement_id = fields.Many2one(
        'aftersales.station.settlement', required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='settlement_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='settlement_id.currency_id')
    date = fields.Datetime(string="Confirmed on", required=True, readonly=True)
    user_id = fields.Many2one('res.users', string="Confirmed By", required=True, readonly=True, ondelete='restrict')
    amount = fields.Monetary(string="Set Off", readonly=True)

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        self._check_may_be_born()
        now, Settlement = fields.Datetime.now(), self.env['aftersales.station.settlement']
        return super().create([
            self._prepare_sealed_vals(self._read_inputs({
                'date': now, 'user_id': self.env.uid,
                'amount': Settlement.browse(vals.get('settlement_id')).setoff_amount, **vals}))
            for vals in vals_list])

    # === BUSINESS METHODS ===#

    def _get_evidence(self):
        settlement = self.settlement_id
        return super()._get_evidence() | {
            'settlement': settlement.name, 'station': settlement.workshop_id.name,
            'month': fields.Date.to_string(settlement.period), 'manager': self.user_id.name,
            'issued_value': settlement.amount_issued, 'closing_value': settlement.amount_closing,
            'parts': [line._get_evidence() for line in settlement.line_ids],
            'issues': [issue._get_evidence() for issue in settlement.issue_ids],
        }

    def _get_frozen_message(self):
        return self.env._("What a station confirmed is evidence. It is neither changed nor deleted.")

    @api.model
    def _get_birth_refusal(self):
        return self.env._("A settlement is confirmed with its button, by the station's manager.")
