from odoo import api, models


class AftersalesOrderLine(models.Model):
    """A line of redeemed work: the contract may exclude it, or pay for this part alone (contracts, §2)."""
    _inherit = 'aftersales.order.line'

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.job_id._check_contract_content()
        return lines

    def write(self, vals):
        jobs = self.job_id if {'product_id', 'job_id'} & vals.keys() else self.job_id.browse()
        result = super().write(vals)
        if {'product_id', 'operation_id', 'job_id'} & vals.keys():
            self.job_id._check_contract_content()
            (jobs | self.job_id)._release_unfitting_contract()
        return result

    def unlink(self):
        jobs = self.job_id
        result = super().unlink()
        jobs.exists()._release_unfitting_contract()
        return result
