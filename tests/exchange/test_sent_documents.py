from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.models.exchange.document import star_reading
from odoo.addons.aftersales.tests.common import AftersalesCommon
from odoo.addons.aftersales.tests.dealership.exchange import write_history
from odoo.addons.aftersales.tests.dealership.recall import make_vin

ANSWER = """<AcknowledgePartsOrder xmlns="http://www.starstandard.org/STAR/5"><ApplicationArea/>
<AcknowledgePartsOrderDataArea><Acknowledge/><PartsOrder><PartsOrderHeader>
<DocumentIdentificationGroup><DocumentIdentification><DocumentID>%s</DocumentID></DocumentIdentification>
</DocumentIdentificationGroup><SupplierReferenceString>%s</SupplierReferenceString></PartsOrderHeader>
<PartsOrderLine><ItemIdentificationGroup><ItemIdentification><ItemID>%s</ItemID></ItemIdentification>
</ItemIdentificationGroup><ConfirmedQuantity>%s</ConfirmedQuantity><PromisedDeliveryDate>%s</PromisedDeliveryDate>
</PartsOrderLine></PartsOrder></AcknowledgePartsOrderDataArea></AcknowledgePartsOrder>"""
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
FILE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'


@tagged('post_install', '-at_install')
@freeze_time('2026-11-18 08:00:00')
class TestSentDocuments(AftersalesCommon):
    """Q5: makers and dealer systems send STAR documents: visits elsewhere, and their answer to a parts order."""

    with_outlet = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vin = make_vin(980)
        cls.vehicle.vin_sn = cls.vin
        cls.partner = cls.env['aftersales.exchange.partner'].with_user(cls.user_manager).create({
            'name': "Maker's portal", 'company_id': cls.company.id, 'may_send_documents': True, 'may_get_documents': True})
        cls.calls = cls.env['aftersales.exchange.call']

    def _send(self, xml):
        self.env.flush_all()
        return self.env['aftersales.exchange.api'].with_user(self.partner.sudo().user_id).send_document(xml=xml)

    # === VISITS ===#

    def test_history_becomes_earlier_visits(self):
        """By their numbers: the same document again is the same visits, a corrected one corrects them."""
        currency = self.company.currency_id.name
        first = self._send(write_history(self.vin, 'M-1', 'M-2', currency=currency))
        self.assertEqual(first, {
            'ok': True, 'document': 'VehicleServiceHistory', 'own': 0, 'new': 2, 'changed': 0, 'known': 0})
        visits = self.vehicle.past_visit_ids.sorted('number')
        self.assertEqual(visits.mapped('number'), ['M-1', 'M-2'])
        visit = visits[0]
        self.assertEqual(
            (visit.source, visit.date_in.isoformat(), visit.odometer, visit.concern, visit.amount),
            ("Maker's portal", '2025-03-20', 11000, "Squeals", 400))
        self.assertEqual(
            visit.line_ids.mapped(lambda line: (line.kind, line.code, line.name, line.quantity)),
            [('labour', 'TST-010', "Front brakes", 1.2), ('part', 'BP-9', "Pads", 2)])
        self.assertEqual(self.vehicle.last_odometer, 11000)
        self.assertEqual(self._send(write_history(self.vin, 'M-1', 'M-2'))['known'], 2)
        changed = self._send(write_history(self.vin, 'M-1', shown=11050))
        self.assertEqual((changed['changed'], visit.odometer, len(visit.line_ids)), (1, 11050, 2))
        self.assertEqual(self.vehicle.past_visit_ids, visits[::-1] | visits)
        call = self.calls.search([('partner_id', '=', self.partner.id)], limit=1)
        self.assertEqual((call.method, call.outcome, call.res_id), ('send_document', 'done', self.vehicle.id))

    def test_one_visit_and_our_own(self):
        """A single repair order is a visit, too; what was done here is known here, and not written down once more."""
        answer = self._send(write_history(self.vin, 'M-7', noun='RepairOrder'))
        self.assertEqual((answer['document'], answer['new']), ('RepairOrder', 1))
        order = self.env['aftersales.order'].create({'workshop_id': self.workshop.id, 'vehicle_id': self.vehicle.id})
        answer = self._send(write_history(self.vin, order.name, 'M-8'))
        self.assertEqual((answer['own'], answer['new']), (1, 1))
        self.assertEqual(set(self.vehicle.past_visit_ids.mapped('number')), {'M-7', 'M-8'})

    def test_what_we_send_can_be_read(self):
        """The history that one house gives, another one takes."""
        self._send(write_history(self.vin, 'M-1', 'M-2'))
        other = self.vehicle_2
        other.vin_sn = make_vin(981)
        xml = self.vehicle._write_star_history(self.company).decode().replace(self.vin, other.vin_sn)
        receiver = self.env['aftersales.exchange.partner'].create({
            'name': "Neighbour", 'company_id': self.company.id, 'may_send_documents': True})
        answer = self.env['aftersales.exchange.api'].with_user(receiver.user_id).send_document(xml=xml)
        self.assertEqual((answer['ok'], answer.get('new')), (True, 2), answer)
        mine, theirs = (car.past_visit_ids.sorted('number') for car in (self.vehicle, other))
        for name in ('number', 'date_in', 'date_out', 'odometer', 'concern', 'amount'):
            self.assertEqual(theirs.mapped(name), mine.mapped(name), name)
        self.assertEqual(theirs.line_ids.mapped('quantity'), mine.line_ids.mapped('quantity'))

    def test_refused_as_a_whole(self):
        """A sentence for each fault, and nothing of the document stays."""
        good = write_history(self.vin, 'M-1', 'M-2')
        for xml, error, sentence in (
            (None, 'invalid', "is missing"), ({'a': 1}, 'invalid', "is missing"), ("  ", 'invalid', "is missing"),
            ("<ShowRepairOrder>", 'invalid', "no XML"), ("no xml at all", 'invalid', "no XML"),
            ("<a/>", 'invalid', "no data area"), ("<a><bDataArea/></a>", 'invalid', "no data area"),
            (good.replace("VehicleServiceHistory", "Invoice"), 'invalid', "is not taken here"),
            (write_history(self.vin, 'M-1', extra=BOMB), 'invalid', "declares a type or entities"),
            (write_history(self.vin, 'M-1', extra=FILE).replace("Squeals", "&f;"), 'invalid', "declares a type or entities"),
            (good + ' ' * star_reading.LONGEST_DOCUMENT, 'invalid', "too long"),
            (write_history(self.vin, 'M-1', 'M-1'), 'invalid', "twice"),
            (write_history(make_vin(999), 'M-1'), 'unknown', "No car"),
            (write_history('', 'M-1'), 'invalid', "VehicleID"), (write_history(self.vin, ''), 'invalid', "DocumentID"),
            (write_history(self.vin, 'M-1', day='2027-01-01'), 'invalid', "to come"),
            (write_history(self.vin, 'M-1', day='31.02.2025'), 'invalid', "no day"),
            (write_history(self.vin, 'M-1', shown='nan'), 'invalid', "no number"),
            (write_history(self.vin, 'M-1', shown=10**12), 'invalid', "no number"),
            (write_history(self.vin, 'M-1', currency='XXX'), 'invalid', "amounts are kept in"),
            (good.replace('unitCode="KMT"', 'unitCode="LTR"'), 'invalid', "KMT or SMI"),
            (good.replace("RepairOrderCompletedDate", "Anything"), 'invalid', "is not over"),
            (write_history(self.vin, *(f'M-{number}' for number in range(501))), 'invalid', "more than 500"),
        ):
            answer = self._send(xml)
            self.assertEqual((answer['ok'], answer.get('error')), (False, error), (str(xml)[:400], answer))
            self.assertIn(sentence, answer['message'])
        self.assertFalse(self.vehicle.past_visit_ids)
        self.partner.may_send_documents = False
        self.assertEqual(self._send(good)['error'], 'scope')

    def test_car_of_another_company(self):
        self.vehicle.company_id = self.company
        stranger = self.env['aftersales.exchange.partner'].create({
            'name': "Neighbour", 'company_id': self.other_company.id, 'may_send_documents': True})
        answer = self.env['aftersales.exchange.api'].with_user(stranger.user_id).send_document(
            xml=write_history(self.vin, 'M-1'))
        self.assertEqual(answer['error'], 'unknown')

    # === ANSWERS TO PARTS ORDERS ===#

    def test_answer_to_a_parts_order(self):
        """The supplier's number and days stand on the order, what he confirms otherwise in its log; only his own orders."""
        self.part.default_code = 'XP-980'
        supplier, other = self.env['res.partner'].create([{'name': "Works"}, {'name': "Else"}])
        mine, theirs = self.env['purchase.order'].create([{
            'partner_id': vendor.id, 'company_id': self.company.id, 'order_line': [Command.create({
                'product_id': self.part.id, 'product_qty': 3, 'price_unit': 55})]} for vendor in (supplier, other)])
        said = ('W-4711', 'XP-980', '2', '2026-12-03')
        self.assertEqual(self._send(ANSWER % (mine.name, *said))['error'], 'unknown', "no supplier is set up")
        self.partner.supplier_id = supplier
        self.assertTrue(self._send(ANSWER % (mine.name, *said))['is_new'])
        self.assertEqual((mine.partner_ref, mine.order_line.date_planned.date().isoformat()), ('W-4711', '2026-12-03'))
        self.assertEqual(mine.order_line.product_qty, 3, "what is ordered is the house's to change")
        self.assertIn("2 confirmed of 3", "".join(mine.message_ids.mapped('body')))
        self.assertFalse(self._send(ANSWER % (mine.name, 'W-4711', 'XP-980', '3', '2026-12-03'))['is_new'])
        for values, error in (
            ((theirs.name, *said), 'unknown'), ((mine.name, 'W-1', 'NONE', '2', ''), 'unknown'),
            ((mine.name, '', 'XP-980', '2', ''), 'invalid'), ((mine.name, 'W-1', 'XP-980', '2', '2020-01-01'), 'invalid'),
            ((mine.name, 'W-1', 'XP-980', 'two', ''), 'invalid')):
            self.assertEqual(self._send(ANSWER % values)['error'], error, values)
        self.assertEqual(mine.partner_ref, 'W-4711')
        mine.button_cancel()
        self.assertEqual(self._send(ANSWER % (mine.name, *said))['error'], 'refused')
