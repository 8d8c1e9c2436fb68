from odoo import fields, models


class AftersalesAccident(models.Model):
    """The wait for the insurer: it begins when he is asked and ends when he has answered (E7, E11)."""
    _inherit = 'aftersales.accident'

    wait_hours = fields.Float(
        string="Hours Waited for the Insurer", compute='_compute_wait_hours', help="All waits of the order for the insurer.")

    def _compute_wait_hours(self):
        for accident in self:
            # sudo: whoever keeps the books need not see the waits of orders
            holds = accident.order_id.sudo().hold_ids.filtered(lambda hold: hold.kind == 'insurer')
            accident.wait_hours = sum(holds.mapped('waiting_hours'))

    def _after_dropped(self, source):
        super()._after_dropped(source)
        self._close_insurer_holds()

    # === BUSINESS METHODS ===#

    def _get_insured_jobs(self):
        """Jobs of the order that this insurer pays and that are not done yet."""
        self.ensure_one()
        insurer = self.insurer_id.commercial_partner_id
        return self.order_id.job_ids.filtered(
            lambda job: job.is_open and job.payer_id.commercial_partner_id == insurer)

    def _open_insurer_holds(self):
        """What the insurer is asked, his jobs wait for; the whole car, where they are done. A car that left waits no more."""
        for accident in self.sudo():  # sudo: waits are the system's, whoever asks the insurer
            order = accident.order_id
            if not order.is_in_house:
                continue
            jobs = accident._get_insured_jobs()
            if jobs:
                jobs._open_hold('insurer')
            elif not order.hold_ids.filtered(lambda hold: hold.kind == 'insurer' and hold.is_open and not hold.job_id):
                order.hold_ids.create({'order_id': order.id, 'kind': 'insurer'})

    def _close_insurer_holds(self):
        """The insurer has answered all he was asked, or is not asked any more."""
        answered = self.filtered(lambda accident: accident.state == 'dropped' or not accident.assessment_ids.filtered(
            lambda assessment: assessment.state == 'asked'))
        # sudo: waits are the system's, whoever notes the answer
        holds = answered.sudo().order_id.hold_ids.filtered(lambda hold: hold.kind == 'insurer' and hold.is_open)
        if holds:
            holds.write({'stop': fields.Datetime.now()})
            holds.flush_recordset(['stop'])  # a supplement may open the next wait at once: the index must know
