from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesJob(models.Model):
    """Work that needs a part begins when the part is here (F6, H3)."""

    _inherit = 'aftersales.job'

    def _get_earliest_starts(self):
        starts = super()._get_earliest_starts()
        for line, date in self.line_ids._get_arrivals().items():
            known = starts.get(line.job_id, date)
            starts[line.job_id] = known and date and max(known, date)
        return starts

    def _get_wait_texts(self):
        texts = super()._get_wait_texts()
        for line, date in self.line_ids._get_arrivals().items():
            asked = line.parts_expected_date or line._get_ordered_date()
            names = {'part': line.product_id.display_name, 'date': line.order_id._get_time_text(asked or date)}
            if line.supply_waits_text:
                texts.append(self.env._(
                    "%(part)s: purchase %(purchase)s waits for approval", purchase=line.supply_waits_text, **names))
            if asked and asked < fields.Datetime.now():
                texts.append(self.env._("%(part)s: late, was to be here %(date)s", **names))
            elif date:
                texts.append(self.env._("%(part)s: can be here %(date)s", **names))
            else:
                texts.append(self.env._("%(part)s: not here, no date known", **names))
        return texts

    def _get_open_needs(self):
        # sudo: stock is no business of the technician's otherwise
        return super()._get_open_needs() + [
            f'{line.product_id.display_name} × {line.quantity - line.qty_issued:g}'
            for line in self.sudo().line_ids._filter_not_issued()]

    # === BUSINESS METHODS: WHAT IS IN THE CAR ===#

    def _note_open_needs(self, needs, answer):
        """What is in the car and was set aside for it is issued with that word; nobody does it again by hand.

        What stock doesn't know of, or knows by its serial number, the counter and the advisor settle as ever.
        """
        if answer == 'used':
            self._issue_set_aside()
            needs = self._get_open_needs()
            if not needs:
                return
        super()._note_open_needs(needs, answer)

    def _issue_set_aside(self):
        # sudo: stock is no business of the technician's otherwise
        moves = self.sudo().line_ids.move_ids.filtered(lambda move: move._is_set_aside())
        pickings = moves.picking_id.filtered(lambda picking: not (picking.move_ids - moves).filtered('picked'))
        moves &= pickings.move_ids
        if not moves:
            return
        try:
            with self.env.cr.savepoint():
                moves.picked = True
                pickings.with_context(skip_backorder=True)._action_done()
        except UserError:  # the counter sees why, and settles it
            return
        for order in pickings.aftersales_order_id:
            order._message_log(body=self.env._(
                "Issued, because “%(job)s” is finished and they are in the car: %(parts)s", job=self.shown_name,
                parts=", ".join(f'{move.product_id.display_name} × {move.quantity:g}' for move in moves)),
                author_id=self.env.user.partner_id.id)
