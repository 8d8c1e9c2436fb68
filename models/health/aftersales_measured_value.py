from odoo import api, fields, models


class AftersalesMeasuredValue(models.Model):
    """A value measured while a job was diagnosed, beside what it should be (E1)."""
    _name = 'aftersales.measured.value'
    _inherit = ['aftersales.system.values.mixin', 'aftersales.history.mixin']
    _description = "Measured Value"
    _order = 'job_id.id desc, id'

    job_id = fields.Many2one('aftersales.job', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='job_id.company_id', store=True, index=True)
    name = fields.Char(string="Measured", required=True, help="e.g. compression of cylinder 3")
    value = fields.Float(digits=(16, 3), required=True)
    unit = fields.Char(help="e.g. bar, V, mm")
    nominal = fields.Char(string="Should Be", help="Value or range given by the maker.")

    @api.model_create_multi
    def create(self, vals_list):
        values = super().create(vals_list)
        values.job_id.order_id._check_unlocked()
        return values

    def write(self, vals):
        self.job_id.order_id._check_unlocked()
        result = super().write(vals)
        self.job_id.order_id._check_unlocked()
        return result

    def _is_history(self):
        """What was found is what the finished job stands on."""
        return self.job_id.state in ('done', 'passed')

    def _check_not_history(self, operation):
        self.job_id.order_id._check_unlocked()
        super()._check_not_history(operation)

    def _get_history_message(self):
        return self.env._(
            "%(job)s is finished: what was diagnosed is neither changed nor deleted. Add what is right beside it.",
            job=self.job_id.name)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_unlocked(self):
        self.job_id.order_id._check_unlocked()

    def _get_print_text(self):
        self.ensure_one()
        measured = ' '.join(filter(None, [f'{self.value:g}', self.unit]))
        if self.nominal:
            return self.env._(
                "%(name)s: %(value)s (should be %(nominal)s)", name=self.name, value=measured, nominal=self.nominal)
        return self.env._("%(name)s: %(value)s", name=self.name, value=measured)
