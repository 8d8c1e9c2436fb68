from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesCheckin(models.Model):
    """One signature for the condition of the car and, if the customer wants it, for the work shown (D6)."""

    _inherit = 'aftersales.checkin'
    _sealed_fields = (
        'order_id', 'signatory', 'signature', 'approves_jobs', 'signed_date', 'signed_user_id', 'fuel_level',
        'charge_level', 'key_tag', 'key_count', 'valuables_note',
    )

    signatory = fields.Char(
        string="Signed By", compute='_compute_signatory', store=True, readonly=False, precompute=True,
        help="Who hands the car over.",
    )
    signature = fields.Image(max_width=1024, max_height=1024, copy=False)
    approves_jobs = fields.Boolean(
        string="Orders the Work Shown", default=True,
        help="The signature also approves the jobs that wait for the customer's answer, at the prices shown.",
    )
    waiting_job_count = fields.Integer(compute='_compute_waiting_job_count')
    signed_date = fields.Datetime(readonly=True, copy=False)
    signed_user_id = fields.Many2one('res.users', string="Received By", readonly=True, copy=False)

    _signed_is_complete = models.Constraint(
        "CHECK(state != 'signed' OR (signed_date IS NOT NULL AND signatory IS NOT NULL AND content_hash IS NOT NULL))",
        "A signed check-in has a signatory, a date and its content.",
    )

    # === COMPUTE METHODS ===#

    @api.depends('order_id.partner_id')
    def _compute_signatory(self):
        for checkin in self:
            checkin.signatory = checkin.signatory if checkin.state == 'signed' else checkin.order_id.partner_id.name

    @api.depends('order_id.job_ids.approval', 'order_id.job_ids.state')
    def _compute_waiting_job_count(self):
        for checkin in self:
            checkin.waiting_job_count = len(checkin._get_waiting_jobs())

    # === ACTION METHODS ===#

    def action_sign(self):
        """Sign and receive: the car is here, as the sheet says, and the work shown is ordered."""
        self._check_may_be_signed()
        for checkin in self:
            checkin._receive_order()
            checkin._approve_jobs()
            checkin._freeze()

    # === BUSINESS METHODS ===#

    def _get_waiting_jobs(self):
        return self.order_id.job_ids.filtered('is_waiting_answer')

    def _check_may_be_signed(self):
        self.check_access('write')
        self._check_open()
        for checkin in self:
            checkin.order_id._check_unlocked()
            if not checkin.signature or not checkin.signatory:
                raise UserError(self.env._(
                    "Let the customer sign %(checkin)s first, and enter who signs.", checkin=checkin.display_name))

    def _receive_order(self):
        self.ensure_one()
        if self.order_id.state == 'draft':
            self.order_id.action_receive()

    def _approve_jobs(self):
        self.ensure_one()
        jobs = self._get_waiting_jobs()
        if self.approves_jobs and jobs:
            jobs._approve('signature', signatory=self.signatory, signature=self.signature)

    def _freeze(self):
        """Keep what was signed: plain values that stay readable for years, and their hash."""
        self.ensure_one()
        # sudo: the system seals the sheet; whoever signs may write it, checked above
        self.sudo().write({'signed_date': fields.Datetime.now(), 'signed_user_id': self.env.uid})
        self.sudo().write({'state': 'signed', **self._prepare_seal_vals()})

    def _get_evidence(self):
        order = self.order_id
        photos = self.damage_ids._get_photo_checksums()
        return super()._get_evidence() | {
            'order': order.name,
            'vehicle': self.vehicle_id.display_name,
            'plate': self.license_plate or '',
            'vin': self.vehicle_id.vin_sn or '',
            'customer': order.partner_id.display_name,
            'signatory': self.signatory,
            'received': fields.Datetime.to_string(order.received_date) or '',
            'promise': fields.Datetime.to_string(order.promise_date) or '',
            'concern': order.concern or '',
            'odometer': f'{order.odometer_in:.0f} {order.odometer_unit}',
            'levels': dict(self._get_levels()),
            'warning_lights': self.warning_light_ids.mapped('name'),
            'documents': self.document_ids.mapped('name'),
            'key_tag': self.key_tag or '',
            'keys': self.key_count,
            'valuables': self.valuables_note or '',
            'old_parts': order.old_parts_wish or '',
            'belongings': [
                {'name': thing.name, 'quantity': thing.quantity, 'whereabouts': thing.whereabouts}
                for thing in self.belonging_ids
            ],
            'damage': [{
                'view': mark.view, 'x': mark.x, 'y': mark.y, 'kind': mark.kind, 'note': mark.note or '',
                'photo': photos.get(mark.id, ''),
            } for mark in self.damage_ids],
            'photos': self.sudo().photo_ids.sorted('id').mapped('checksum'),
            'work': [
                {'name': job.name, 'total': job.currency_id.format(job.amount_total), 'approval': job.approval}
                for job in order.job_ids if job._is_live()
            ],
            'total': order.currency_id.format(order.amount_total),
        }
