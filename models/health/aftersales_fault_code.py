from odoo import api, fields, models


class AftersalesFaultCode(models.Model):
    """A code read from a control unit while a job was diagnosed (E1)."""
    _name = 'aftersales.fault.code'
    _inherit = ['aftersales.diagnosis.mixin']
    _description = "Fault Code"
    _rec_name = 'code'

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
        return super().create([{**vals, 'code': self._normalise(vals.get('code'))} for vals in vals_list])

    def write(self, vals):
        if 'code' in vals:
            vals = {**vals, 'code': self._normalise(vals['code'])}
        return super().write(vals)

    @api.model
    def _normalise(self, code):
        return (code or '').strip().upper()

    def _get_print_text(self):
        """The code with what it means, as testers print it: “P0301 Misfire, cylinder 1 · engine · 2,400 rpm”."""
        self.ensure_one()
        named = ' '.join(filter(None, [self.code, self.name]))
        return ' · '.join(filter(None, [named, self.control_unit, self.freeze_frame]))
