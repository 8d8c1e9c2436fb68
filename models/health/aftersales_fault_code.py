from odoo import api, fields, models


class AftersalesFaultCode(models.Model):
    """A code read from a control unit while a job was diagnosed (E1)."""
    _name = 'aftersales.fault.code'
    _inherit = ['aftersales.system.values.mixin', 'aftersales.history.mixin']
    _description = "Fault Code"
    _order = 'job_id.id desc, id'
    _rec_name = 'code'

    job_id = fields.Many2one('aftersales.job', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='job_id.company_id', store=True, index=True)
    vehicle_id = fields.Many2one(related='job_id.vehicle_id', store=True, index='btree_not_null')
    code = fields.Char(required=True, index='trigram', help="As the tester shows it, e.g. P0301.")
    name = fields.Char(string="Description")
    control_unit = fields.Char(help="e.g. engine, ABS, battery management")
    status = fields.Selection(
        [('active', "Active"), ('sporadic', "Sporadic"), ('stored', "Stored"), ('cleared', "Cleared")],
        required=True, default='active')
    freeze_frame = fields.Char(help="Conditions when the fault came: speed, temperature, load.")

    @api.model_create_multi
    def create(self, vals_list):
        codes = super().create([
            {**vals, 'code': self._normalise(vals.get('code'))} for vals in vals_list
        ])
        codes.job_id.order_id._check_unlocked()
        return codes

    def write(self, vals):
        self.job_id.order_id._check_unlocked()
        if 'code' in vals:
            vals = {**vals, 'code': self._normalise(vals['code'])}
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

    @api.model
    def _normalise(self, code):
        return (code or '').strip().upper()

    def _get_print_text(self):
        """The code with what it means, as testers print it: “P0301 Misfire, cylinder 1 · engine · 2,400 rpm”."""
        self.ensure_one()
        named = ' '.join(filter(None, [self.code, self.name]))
        return ' · '.join(filter(None, [named, self.control_unit, self.freeze_frame]))
