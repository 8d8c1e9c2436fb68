from odoo import fields, models


class AftersalesJob(models.Model):
    """Warranty refused for a job: the customer is told the ground, and then whose the price is."""
    _inherit = 'aftersales.job'

    coverage_refusal_ids = fields.One2many(
        'aftersales.coverage.refusal', 'job_id', string="Refusals of Warranty", readonly=True)

    # === ACTION METHODS ===#

    def action_refuse_coverage(self):
        """Ask on which ground; what the law does not allow is stopped with its article."""
        self.ensure_one()
        self._check_may_decide_coverage()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Refuse Warranty"),
            'res_model': 'aftersales.refusal.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_job_id': self.id},
        }

    def action_view_refusals(self):
        self.ensure_one()
        return self.coverage_refusal_ids._get_records_action(name=self.env._("Refusals of Warranty"))

    # === BUSINESS METHODS ===#

    def _get_refusal(self):
        """The refusal that stands: taking the work as warranty afterwards overrules it."""
        self.ensure_one()
        job = self.sudo()  # sudo: told to whoever may read the job
        return job.coverage_refusal_ids[:1] if not job.coverage_id else job.coverage_refusal_ids.browse()

    def _after_refusal(self, refusal):
        """The customer decides on what he would pay: work that was taken as warranty becomes his."""
        self.ensure_one()
        self._message_log(body=self.env._(
            "Warranty refused: %(grounds)s. %(explanation)s",
            grounds=", ".join(refusal._get_grounds().mapped('name')), explanation=refusal.explanation))
        if self.coverage_id:
            self.write({'pay_type_id': self.env.ref('aftersales.pay_type_customer').id, 'share': 100})
