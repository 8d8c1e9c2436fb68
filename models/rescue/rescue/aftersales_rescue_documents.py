from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesRescue(models.Model):
    """What a rescue becomes: a repair order, a service report, things taken along (J7, J9)."""
    _inherit = 'aftersales.rescue'

    order_id = fields.Many2one(
        'aftersales.order', string="Repair Order", readonly=True, copy=False, index='btree_not_null', check_company=True,
        ondelete='restrict')
    sheet_ids = fields.One2many('aftersales.rescue.sheet', 'rescue_id', string="Service Reports", readonly=True)
    sheet_count = fields.Integer(compute='_compute_counts')
    receipt_ids = fields.One2many('aftersales.rescue.receipt', 'rescue_id', string="Taken Along", readonly=True)
    receipt_count = fields.Integer(compute='_compute_counts')
    photo_ids = fields.One2many('aftersales.rescue.photo', 'rescue_id', string="Photos")

    @api.depends('sheet_ids', 'receipt_ids')
    def _compute_counts(self):
        for rescue in self:
            rescue.sheet_count = len(rescue.sheet_ids)
            rescue.receipt_count = len(rescue.receipt_ids)

    # === ACTION METHODS ===#

    def action_create_order(self):
        """The repair order of the car: towed in, its check-in opens; on site, the order where labour and parts go."""
        self.ensure_one()
        self.check_access('write')
        self._check_open()
        if not self.order_id:
            self._create_order()
        is_towed = self.state in ('towing', 'handed_in') and self.order_id.state == 'draft'
        return self.order_id.action_check_in() if is_towed else self._get_form_action(self.order_id)

    @api.readonly
    def action_view_order(self):
        return self._get_form_action(self.order_id)

    @api.readonly
    def action_view_vehicle(self):
        return self._get_form_action(self.vehicle_id)

    def action_write_sheet(self):
        """The service report: the one that is open, else a new one with what is known."""
        self.ensure_one()
        sheet = self.sheet_ids[:1]
        if not sheet:
            self._check_open()
            sheet = self.env['aftersales.rescue.sheet'].create(self._prepare_sheet_vals())
        return self._get_form_action(sheet)

    def action_take_along(self):
        self.ensure_one()
        self._check_open()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Receipt for What Is Taken Along"),
            'res_model': 'aftersales.rescue.receipt', 'view_mode': 'form', 'views': [(False, 'form')],
            'context': {'default_rescue_id': self.id},
        }

    @api.readonly
    def action_view_receipts(self):
        return {
            **self.env['ir.actions.act_window']._for_xml_id('aftersales.action_rescue_receipts'),
            'domain': [('rescue_id', 'in', self.ids)],
        }

    def action_open_map(self):
        self.ensure_one()
        return {'type': 'ir.actions.act_url', 'url': self._get_map_url(), 'target': 'new'}

    def _get_form_action(self, record):
        return {
            'type': 'ir.actions.act_window', 'res_model': record._name, 'res_id': record[:1].id, 'view_mode': 'form',
            'views': [(False, 'form')],
        }

    # === BUSINESS METHODS ===#

    def _create_order(self):
        """:raises UserError: when nobody knows which car, or whose"""
        self._claim_for_update()
        if not self.vehicle_id or not self.partner_id:
            raise UserError(self.env._(
                "%(rescue)s: choose the car and its customer first; a repair order is of a car.", rescue=self.display_name))
        if self.state in ('new', 'confirmed', 'offered', 'refused', 'accepted', 'under_way', 'cancelled'):
            raise UserError(self.env._(
                "%(rescue)s: nobody has seen the car yet. The order begins when a crew has it.", rescue=self.display_name))
        order = self.env['aftersales.order'].create(self._prepare_order_vals())
        self.sudo().order_id = order  # sudo: the link is the system's
        order._message_log(body=self.env._("Made from rescue %(rescue)s", rescue=self._get_html_link()))
        return order

    def _prepare_order_vals(self):
        self.ensure_one()
        fault = dict(self._fields['fault']._description_selection(self.env)).get(self.fault)
        return {
            'vehicle_id': self.vehicle_id.id, 'partner_id': self.partner_id.id, 'company_id': self.company_id.id,
            'workshop_id': self.workshop_id.id,
            'concern': '\n'.join(filter(None, (fault, self.story, self.env._("Rescue %(number)s", number=self.name)))),
            'is_on_site': self.state in ('arrived', 'absent', 'working', 'solved') and self.kind in (
                'roadside', 'on_site', 'round'),
        }

    def _prepare_sheet_vals(self):
        self.ensure_one()
        return {'rescue_id': self.id}
