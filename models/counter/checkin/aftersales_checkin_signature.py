from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesCheckin(models.Model):
    """One signature for the condition of the car and, if the customer wants it, for the work shown (D6)."""

    _inherit = 'aftersales.checkin'
    _sealed_fields = (
        'order_id', 'signatory', 'signature', 'signature_kind', 'approves_jobs', 'signed_date', 'signed_user_id', 'fuel_level',
        'charge_level', 'key_tag', 'key_count', 'valuables_note',
    )
    _shown_fields = (
        'order_id.vehicle_id', 'order_id.partner_id', 'order_id.license_plate', 'order_id.concern',
        'order_id.odometer_in', 'order_id.promise_date', 'order_id.old_parts_wish', 'order_id.amount_total',
        'order_id.job_ids.name', 'order_id.job_ids.amount_total', 'order_id.job_ids.approval', 'order_id.job_ids.state',
        'signatory', 'approves_jobs', 'fuel_level', 'charge_level', 'warning_light_ids', 'document_ids', 'key_tag',
        'key_count', 'valuables_note', 'photo_ids', 'belonging_ids.name', 'belonging_ids.quantity',
        'belonging_ids.whereabouts', 'belonging_ids.box', 'damage_ids.view', 'damage_ids.x', 'damage_ids.y',
        'damage_ids.kind', 'damage_ids.note', 'damage_ids.photo',
    )

    signatory = fields.Char(
        string="Signed By", compute='_compute_signatory', store=True, readonly=False, precompute=True,
        help="Who hands the car over.",
    )
    shown_hash = fields.Char(
        compute='_compute_shown_hash', help="Fingerprint of what the screen shows; a signature comes with it.")
    approves_jobs = fields.Boolean(
        string="Orders the Work Shown", default=True,
        help="The signature also approves the jobs that wait for the customer's answer, at the prices shown.",
    )
    waiting_job_count = fields.Integer(compute='_compute_waiting_job_count')
    signed_date = fields.Datetime(readonly=True, copy=False, index='btree_not_null')
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

    @api.depends(lambda self: self._shown_fields)
    def _compute_shown_hash(self):
        for checkin in self:
            checkin.shown_hash = self._hash_content(checkin._serialise_shown(checkin._get_drawn_lang()))

    def _has_onchange(self, field, other_fields):
        """The box saves the sheet before it opens and when it closes, and each save tells fingerprint, signature and seal as
        they are then: no entry has to ask for them."""
        told = {self._fields[name] for name in ('shown_hash', 'signature', 'is_intact')}
        return super()._has_onchange(field, set(other_fields) - told)

    # === CRUD METHODS ===#

    def write(self, vals):
        shown = {**vals}.get('shown_hash')
        result = super().write({name: value for name, value in vals.items() if name != 'shown_hash'})
        if shown and vals.get('signature'):
            self._check_shown(shown)
        return result

    # === ACTION METHODS ===#

    def action_check_before_signing(self):
        """Nobody signs what is refused afterwards: asked before the box opens."""
        self._check_may_be_signed()
        with self.env.cr.savepoint() as savepoint:
            for checkin in self:
                checkin._receive_order()
            self.env.flush_all()
            savepoint.rollback()
        self.env.invalidate_all()
        return True

    def action_sign(self):
        """Sign and receive: the car is here, as the sheet says, and the work shown is ordered."""
        self._check_may_be_signed()
        self._check_customer_signed()
        # What the signature itself brings about does not take it away.
        with self.env.protecting([self._fields['signature']], self):
            for checkin in self:
                waiting = checkin._get_waiting_jobs()
                checkin._receive_order()
                checkin._approve_jobs(waiting)
                checkin._freeze()

    # === BUSINESS METHODS ===#

    def _get_waiting_jobs(self):
        return self.order_id.job_ids.filtered('is_waiting_answer')

    def _check_may_be_signed(self):
        self.check_access('write')
        self._check_open()
        for checkin in self:
            checkin.order_id._check_unlocked()

    def _check_customer_signed(self):
        for checkin in self:
            if not checkin.signature or not checkin.signatory:
                raise UserError(self.env._(
                    "Let the customer sign %(checkin)s first, and enter who signs.", checkin=checkin.display_name))
        self._check_signature_fits()
        self._check_photos()  # what a file holds may have changed since it was linked

    def _check_shown(self, shown):
        """:raises UserError: when the signature was drawn on a screen that showed something else"""
        for checkin in self:
            if checkin.shown_hash != shown:
                raise UserError(self.env._(
                    "%(checkin)s was changed by somebody else while the customer signed. "
                    "Reload the page, show what it says now, and let the customer sign that.",
                    checkin=checkin.display_name))

    def _may_lose_signature(self):
        return self.state != 'signed'

    def _receive_order(self):
        self.ensure_one()
        if self.order_id.state == 'draft':
            self.order_id.action_receive()

    def _approve_jobs(self, jobs):
        """The work that was shown as waiting for an answer."""
        self.ensure_one()
        if self.approves_jobs and jobs:
            jobs._approve(
                'signature', signatory=self.signatory, signature=self.with_context(bin_size=False).signature,
                signature_kind=self.signature_kind)

    def _freeze(self):
        """Keep what was signed: plain values that stay readable for years, and their hash."""
        self.ensure_one()
        # sudo: the system seals the sheet; whoever signs may write it, checked above
        self.sudo().write({'signed_date': fields.Datetime.now(), 'signed_user_id': self.env.uid})
        self.sudo().write({'state': 'signed', **self._prepare_seal_vals()})
        self.env['aftersales.kept.print']._keep('report_checkin', self)

    def _get_evidence(self):
        """What was on the screen when the signature was drawn, and the moment the car was received."""
        received = self.order_id.received_date or self.signed_date
        return super()._get_evidence() | self._get_drawn() | {'received': fields.Datetime.to_string(received) or ''}

    # === BUSINESS METHODS: WHAT IS SHOWN ===#

    def _get_drawn_lang(self):
        """The sheet is the customer's paper: kept in the words it is printed in."""
        return self.order_id._get_lang() or super()._get_drawn_lang()

    @api.model
    def _is_same_shown(self, drawn, shown):
        """A first promise given after the signature takes nothing back of what was shown."""
        return drawn == (shown if drawn['promise'] else {**shown, 'promise': ''})

    def _get_shown(self):
        order = self.order_id
        photos = self.damage_ids._get_photo_checksums()
        waiting = self._get_waiting_jobs() if self.approves_jobs else order.job_ids.browse()
        return super()._get_shown() | {
            'order': order.name,
            'vehicle': self.vehicle_id.display_name,
            'model': self.model_id.display_name or '',
            'plate': self.license_plate or '',
            'vin': self.vehicle_id.vin_sn or '',
            'customer': order.partner_id.display_name,
            'address': order.partner_id._get_print_address_line() or '',
            'phone': order.partner_id.phone or '',
            'signatory': self.signatory or '',
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
                | ({'box': thing.box} if thing.box else {})  # a sheet without is signed as it always was
                for thing in self.belonging_ids
            ],
            'damage': [{
                'view': mark.view, 'x': mark.x, 'y': mark.y, 'kind': mark.kind, 'note': mark.note or '',
                'photo': photos.get(mark.id, ''),
            } for mark in self.damage_ids],
            'photos': self.photo_ids.sorted('id').mapped('checksum'),
            'orders_work': bool(waiting),
            # What waits for an answer is ordered by this signature.
            'work': [{
                'name': job._get_print_name(), 'total': job.currency_id.format(job.amount_total),
                'approval': 'approved' if job in waiting else job.approval,
            } for job in order.job_ids if job._is_live()],
            'total': order.currency_id.format(order.amount_total),
        }
