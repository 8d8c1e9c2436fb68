from odoo import api, fields, models


class AftersalesOldPart(models.Model):
    """An old part that a customer brings to the counter for his core deposit: it comes from no repair order."""
    _inherit = 'aftersales.old.part'

    core_deposit_id = fields.Many2one(
        'aftersales.core.deposit', string="Core Deposit", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict', help="Brought to the counter, for a part that was sold there.")
    counter_sale_id = fields.Many2one(
        related='core_deposit_id.sale_id', string="Counter Sale", store=True, index='btree_not_null', precompute=True)
    core_move_id = fields.Many2one(
        'account.move', string="Credit Note for the Core Deposit", readonly=True, copy=False, index='btree_not_null',
        ondelete='set null', groups='account.group_account_invoice,account.group_account_readonly')

    _one_source = models.Constraint(
        'CHECK (num_nonnulls(job_id, core_deposit_id) = 1)',
        "An old part comes out of a car with a job, or is brought to the counter for a core deposit: choose the job.")

    @api.depends('job_id.company_id', 'job_id.workshop_id', 'core_deposit_id.company_id', 'core_deposit_id.workshop_id')
    def _compute_company_id(self):
        brought = self.filtered('core_deposit_id')
        for part in brought:
            source = part.core_deposit_id
            part.company_id, part.workshop_id = source.company_id, source.workshop_id
        super(AftersalesOldPart, self - brought)._compute_company_id()
