"""Papers at check-in were ticks: each is a line "seen" from now on, of what was signed too; the ticks and what was sealed
stay as they are."""


def migrate(cr, version):
    cr.execute("""
        INSERT INTO aftersales_checkin_paper
               (checkin_id, company_id, document_id, possession, is_complete, condition,
                create_uid, create_date, write_uid, write_date)
        SELECT checkin.id, checkin.company_id, ticked.aftersales_checkin_document_id, 'seen', TRUE, 'good',
               checkin.create_uid, checkin.create_date, checkin.write_uid, checkin.write_date
          FROM aftersales_checkin_aftersales_checkin_document_rel AS ticked
          JOIN aftersales_checkin AS checkin ON checkin.id = ticked.aftersales_checkin_id
         WHERE NOT EXISTS (SELECT 1 FROM aftersales_checkin_paper AS paper
                            WHERE paper.checkin_id = checkin.id
                              AND paper.document_id = ticked.aftersales_checkin_document_id)
      ORDER BY checkin.id, ticked.aftersales_checkin_document_id
    """)
