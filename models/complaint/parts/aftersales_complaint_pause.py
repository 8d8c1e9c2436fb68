from odoo import fields, models


class AftersalesComplaintPause(models.Model):
    """A wait for others, with its reason: what it takes is added to the deadlines when it ends (K2)."""
    _name = 'aftersales.complaint.pause'
    _inherit = ['aftersales.complaint.part.mixin']
    _description = "Pause of a Complaint"
    _order = 'start desc, id desc'
    _rec_name = 'reason'
    _block = 'pause_ids'

    complaint_id = fields.Many2one('aftersales.complaint', required=True, index=True, ondelete='cascade')
    reason = fields.Selection(
        [('customer', "Waits for the customer"), ('supplier', "Waits for the supplier"),
         ('authority', "Waits for the authority"), ('other', "Other")],
        required=True, default='customer')
    note = fields.Char(required=True)
    user_id = fields.Many2one('res.users', string="By", readonly=True, required=True, default=lambda self: self.env.user)
    start = fields.Datetime(string="From", readonly=True, required=True, default=fields.Datetime.now)
    stop = fields.Datetime(string="To", readonly=True)

    _check_dates = models.Constraint('CHECK (stop >= start)', "A pause cannot end before it begins.")
    _open_uniq = models.UniqueIndex(
        "(complaint_id) WHERE stop IS NULL", "This complaint waits already. End that wait first.")

    def _end(self):
        for pause in self.sudo():  # sudo: stamps are the system's
            pause.stop = fields.Datetime.now()
            pause._put_off()

    def _put_off(self):
        """What was waited is no time of ours."""
        self.ensure_one()
        complaint = self.complaint_id.sudo()  # sudo: deadlines are the system's
        waited = self.stop - self.start
        for name in ('stage_due', 'due_date'):
            begun = complaint.stage_date if name == 'stage_due' else complaint.registered_date
            if complaint[name] and begun and begun <= self.start:
                complaint[name] += waited
