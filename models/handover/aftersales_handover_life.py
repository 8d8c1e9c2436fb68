from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesHandover(models.Model):
    _inherit = 'aftersales.handover'

    _transitions = {
        'open': {'ready': None, 'dropped': None},
        'ready': {'handed': None, 'open': None, 'dropped': None},
        'handed': {},
        'dropped': {},
    }

    # === ACTION METHODS ===#

    def action_all_in_order(self):
        """What nobody has answered yet is in order: what is gone through with the buyer only when the car is ready."""
        self.check_access('write')
        for handover in self:
            kind = 'inspection' if handover.state == 'open' else 'checklist'
            handover.line_ids.filtered(lambda line, kind=kind: line.kind == kind and not line.result).result = 'ok'

    def action_sign_technician(self, signature, kind='drawn'):
        self._sign_staff('technician', signature, kind, other='inspector')

    def action_sign_inspector(self, signature, kind='drawn'):
        self._sign_staff('inspector', signature, kind, other='technician')

    def action_sign_sales(self, signature, kind='drawn'):
        self._sign_staff('sales', signature, kind)

    def action_ready(self):
        self._claim_for_update()
        self._transition('ready')

    def action_hand_over(self):
        self._claim_for_update()
        self._transition('handed')

    def action_drop(self):
        self._claim_for_update()
        self._transition('dropped')

    # === BUSINESS METHODS ===#

    def _sign_staff(self, who, signature, kind, other=None):
        self.ensure_one()
        self.check_access('write')
        self._claim_for_update()
        self._check_open()
        if not signature:
            raise UserError(self.env._("%(handover)s: sign first.", handover=self.display_name))
        if other and self.state != 'open':
            raise UserError(self.env._(
                "%(handover)s: the inspection is signed while the car is being inspected.", handover=self.display_name))
        if other and self[f'{other}_id'] == self.env.user:
            raise UserError(self.env._(
                "%(handover)s: %(user)s has signed as the other one already. Technician and inspector are two people.",
                handover=self.display_name, user=self.env.user.name))
        if other:
            self._check_answered('inspection')
        self.sudo().write({  # sudo: who signed, and how, is the system's
            f'{who}_id': self.env.uid, f'{who}_signature': signature, f'{who}_kind': kind})

    def _take_back_inspection(self):
        """What technician and inspector signed for has changed: they look and sign again."""
        signed = self.filtered(lambda handover: not handover._is_frozen() and (
            handover.technician_signature or handover.inspector_signature))
        for handover in signed.filtered(lambda handover: handover.state == 'ready'):
            handover._transition('open')
        signed.sudo().write({  # sudo: who signed is the system's
            f'{who}_{part}': False for who in ('technician', 'inspector') for part in ('id', 'signature', 'kind')})

    def _check_answered(self, *kinds):
        for handover in self:
            lines = handover.line_ids.filtered(lambda line: line.kind in kinds)
            for line in lines:
                if not line.result or (line.result == 'defect' and not (line.finding_text or '').strip()):
                    raise UserError(self.env._(
                        "%(handover)s, %(point)s: enter the finding, and what is wrong where there is a defect.",
                        handover=handover.display_name, point=line.name))

    def _check_ready(self):
        self._check_answered('inspection')
        for handover in self:
            if not handover.technician_signature or not handover.inspector_signature:
                raise UserError(self.env._(
                    "%(handover)s: technician and inspector sign the inspection first.", handover=handover.display_name))

    def _check_handed(self):
        self._check_ready()
        self._check_answered('checklist')
        for handover in self:
            if not (handover.signatory or '').strip() or not handover.signature or not handover.sales_signature:
                raise UserError(self.env._(
                    "%(handover)s: the buyer writes his name and signs, and so does sales.", handover=handover.display_name))
            if handover.defect_count and not ((handover.override_reason or '').strip() and self.env.user.has_group(
                    'aftersales.group_manager')):
                raise UserError(self.env._(
                    "%(handover)s has open defects: mend them, or let a manager hand the car over and say why.",
                    handover=handover.display_name))
        self._check_signature_fits()

    def _check_dropped(self):
        for handover in self:
            if not (handover.drop_reason or '').strip():
                raise UserError(self.env._("%(handover)s: write why it is dropped.", handover=handover.display_name))

    def _after_dropped(self, source):
        self.flush_recordset(['state'])  # the car may have another one at once: the index must know
        self.sudo().closed_date = fields.Datetime.now()  # sudo: stamps are the system's

    def _after_handed(self, source):
        self.flush_recordset(['state'])
        now = fields.Datetime.now()
        with self.env.protecting([self._fields['signature']], self):
            for handover in self.sudo():  # sudo: seal and stamps are the system's
                handover.handed_date = now
                handover.write({**handover._prepare_seal_vals(), 'closed_date': now})
        for handover in self:
            # sudo: whoever hands the car over makes it the buyer's, whatever else he may change on vehicles
            vehicle = handover.sudo().with_company(handover.company_id).vehicle_id
            vehicle.write({
                'owner_id': handover.partner_id.commercial_partner_id.id,
                'contact_id': handover.partner_id.id,
                'delivery_date': fields.Datetime.context_timestamp(handover, now).date()})
            vehicle._on_delivered_to_customer()

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._("%(handover)s has ended: it stays as it is.", handover=self.display_name)

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("%(handover)s stays in the history. Drop it, with the reason.", handover=self.display_name)
