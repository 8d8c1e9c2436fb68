from odoo import api, fields, models


class AftersalesDiagnosisMixin(models.AbstractModel):
    """What was read or measured while a job was diagnosed: kept with the job, history once the job is finished (E1)."""
    _name = 'aftersales.diagnosis.mixin'
    _inherit = ['aftersales.system.values.mixin', 'aftersales.history.mixin']
    _description = "Part of a Diagnosis"
    _order = 'job_id.id desc, id'

    job_id = fields.Many2one('aftersales.job', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='job_id.company_id', store=True, index=True)

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records.job_id.order_id._check_unlocked()
        return records

    def write(self, vals):
        self.job_id.order_id._check_unlocked()
        result = super().write(vals)
        self.job_id.order_id._check_unlocked()  # the job it was moved to
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_unlocked(self):
        self.job_id.order_id._check_unlocked()

    # === BUSINESS METHODS ===#

    def _is_history(self):
        """What was found is what the finished job stands on."""
        return self.job_id.state in ('done', 'passed')

    def _check_not_history(self, operation):
        self.job_id.order_id._check_unlocked()
        super()._check_not_history(operation)

    def _get_history_message(self):
        return self.env._(
            "%(job)s is finished: what was diagnosed is neither changed nor deleted. Add what is right beside it.",
            job=self.job_id.shown_name)

    def _get_print_text(self):
        """What was found in one line, for the prints."""
        raise NotImplementedError
