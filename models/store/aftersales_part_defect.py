from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesPartDefect(models.Model):
    """What a customer leaves lies with what customers brought; what goes back to its supplier waits at a place of its own
    until somebody picks it up (parts 1)."""
    _inherit = 'aftersales.part.defect'

    set_aside_date = fields.Datetime(string="Set Aside On", readonly=True, copy=False, help="For the supplier to pick up.")
    picked_up_by = fields.Char(
        string="Picked Up By", copy=False, tracking=True, max_length=100, help="Who takes it along for the supplier.")
    picked_up_date = fields.Datetime(string="Picked Up On", readonly=True, copy=False)

    # === ACTION METHODS ===#

    def action_set_aside(self):
        """What lies in quarantine of it goes to the place of what suppliers get back."""
        self.check_access('write')
        self._claim_for_update()
        self._check_clerk()
        for defect in self:
            if defect.picked_up_date or defect.set_aside_date:
                raise UserError(self.env._("%(defect)s was set aside already.", defect=defect.display_name))
            if defect.state not in ('claimed', 'answered') or not defect.partner_id:
                raise UserError(self.env._(
                    "%(defect)s: claim it from its supplier first, so that he knows what comes.", defect=defect.display_name))
            rows, left = [], defect.quantity
            for quant in defect._get_quarantined():
                taken = quant.quantity if defect.is_blocked else min(quant.quantity, left)
                if defect.uom_id.compare(taken, 0) > 0:
                    rows.append((
                        quant.location_id, defect._get_return_place(), quant.lot_id, quant.owner_id, quant.package_id, taken))
                    left -= taken
            if not rows:
                raise UserError(self.env._(
                    "%(defect)s: nothing of it is in quarantine. Block the stock, or take the part in, first.",
                    defect=defect.display_name))
            defect._transfer(rows)
            defect.sudo().write({'set_aside_date': fields.Datetime.now(), 'is_blocked': False})  # sudo: the system's stamps

    def action_pick_up(self):
        """The supplier, or whoever drives for him, takes along what was set aside."""
        self.check_access('write')
        self._claim_for_update()
        self._check_clerk()
        for defect in self:
            if not defect.set_aside_date or defect.picked_up_date:
                raise UserError(self.env._(
                    "%(defect)s: nothing is set aside that could be picked up.", defect=defect.display_name))
            if not (defect.picked_up_by or '').strip():
                raise UserError(self.env._("%(defect)s: enter who picks it up.", defect=defect.display_name))
            place, supplier = defect._get_return_place(), defect.partner_id.with_company(defect.company_id)
            lines = defect.sudo().picking_ids.move_ids.move_line_ids.filtered(  # sudo: as in _transfer
                lambda line, place=place: line.location_dest_id == place)
            defect._transfer([
                (place, supplier.sudo().property_stock_supplier, line.lot_id, line.owner_id, line.result_package_id,
                 line.quantity_product_uom) for line in lines])
        self.sudo().picked_up_date = fields.Datetime.now()  # sudo: the stamp is the system's

    # === BUSINESS METHODS ===#

    def _check_closed(self):
        super()._check_closed()
        for defect in self.filtered(lambda defect: defect.set_aside_date and not defect.picked_up_date):
            raise UserError(self.env._(
                "%(defect)s: what was set aside for the supplier is here still. Let it be picked up first.",
                defect=defect.display_name))

    def _get_place_of_customers(self):
        return self._get_store().sudo().aftersales_brought_id or super()._get_place_of_customers()  # sudo: the system's place

    def _get_return_place(self):
        self.ensure_one()
        return self._get_store().sudo().aftersales_supplier_return_id.with_env(self.env)  # sudo: as above
